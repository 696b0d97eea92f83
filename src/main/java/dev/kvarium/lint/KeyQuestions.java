package dev.kvarium.lint;

import dev.kvarium.base.Blob;
import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a server is asked about a key, so that the guidelines know enough: questions in rounds, of
 * which each round asks what the answers to the one before made worth asking. All of them read.
 */
public final class KeyQuestions {
  /** The parameters of the server that decide about encodings. */
  public static final List<String> PARAMETERS =
      List.of(
          "hash-max-listpack-entries",
          "hash-max-listpack-value",
          "set-max-intset-entries",
          "set-max-listpack-entries",
          "zset-max-listpack-entries",
          "zset-max-listpack-value");

  /** Of no collection is an element smaller. */
  private static final int SMALLEST_ELEMENT_BYTES = 2;

  private static final byte[] OBJECT = Bytes.of("OBJECT");
  private static final byte[] ENCODING = Bytes.of("ENCODING");
  private static final byte[] FREQ = Bytes.of("FREQ");
  private static final byte[] MEMORY = Bytes.of("MEMORY");
  private static final byte[] USAGE = Bytes.of("USAGE");
  private static final byte[] PTTL = Bytes.of("PTTL");
  private static final byte[] TYPE = Bytes.of("TYPE");
  private static final byte[] DUMP = Bytes.of("DUMP");
  private static final byte[] STRLEN = Bytes.of("STRLEN");
  private static final byte[] GETRANGE = Bytes.of("GETRANGE");
  private static final byte[] FROM = Bytes.of("0");
  private static final byte[] TO = Numbers.toBytes(Subject.HEAD_BYTES - 1);

  private final Limits limits;
  private final boolean ttl;
  private final boolean uses;
  private final Shaping shaping = Guidelines.usualShaping();
  private final Payloads payloads = new Payloads();

  /**
   * What is asked.
   *
   * @param ttl whether times to live are wanted
   * @param uses whether the server counts uses, as LFU does
   */
  public KeyQuestions(Limits limits, boolean ttl, boolean uses) {
    this.limits = limits;
    this.ttl = ttl;
    this.uses = uses;
  }

  /** A parameter of the server, by which it decides about encodings. */
  public void parameter(String name, String value) {
    byte[] text = Bytes.of(value);
    if (!Numbers.isLong(text)) {
      return;
    }
    long number = Numbers.parseLong(text);
    switch (name) {
      case "hash-max-listpack-entries" -> shaping.hashMaxListpackEntries = number;
      case "hash-max-listpack-value" -> shaping.hashMaxListpackValue = number;
      case "set-max-intset-entries" -> shaping.setMaxIntsetEntries = number;
      case "set-max-listpack-entries" -> shaping.setMaxListpackEntries = number;
      case "zset-max-listpack-entries" -> shaping.zsetMaxListpackEntries = number;
      case "zset-max-listpack-value" -> shaping.zsetMaxListpackValue = number;
      default -> {
        return;
      }
    }
    payloads.parameter(name, value);
  }

  /** The limits of the server. */
  public Shaping shaping() {
    return shaping;
  }

  /** Begins to ask about a key. */
  public Asked about(Blob key) {
    return new Asked(key);
  }

  /** A command, and what is made of its reply. */
  public record Question(byte[][] command, Consumer<Reply> answer) {}

  /** A key that is asked about, in rounds until there is nothing more worth asking. */
  public final class Asked {
    private final Blob key;
    private final Subject.Known known;
    private int round;
    private boolean gone;
    private String encoding = "";
    private String type = "";
    private long memory = Subject.UNKNOWN;
    private long elements = Subject.UNKNOWN;

    private Asked(Blob key) {
      this.key = key;
      this.known = Subject.named(key);
    }

    /** Whether it was there when it was asked about. */
    public boolean isThere() {
      return !gone;
    }

    /** What is known now. */
    public Subject subject() {
      return known.all();
    }

    /** The questions of the next round; none when enough is known. */
    public List<Question> next() {
      round++;
      List<Question> questions = new ArrayList<>();
      if (round == 1) {
        first(questions);
      } else if (!gone && round == 2) {
        second(questions);
      } else if (!gone && round == 3 && !lengthCommand().isEmpty()) {
        questions.add(ask(this::length, Bytes.of(lengthCommand()), key.bytes()));
      } else if (!gone && Encodings.isNear(shaping, limits, type, encoding, elements)) {
        if (round == 4) {
          questions.add(ask(this::payload, DUMP, key.bytes()));
        }
      }
      return questions;
    }

    private Question ask(Consumer<Reply> answer, byte[]... command) {
      return new Question(command, answer);
    }

    private void first(List<Question> questions) {
      byte[] name = key.bytes();
      questions.add(ask(this::encoding, OBJECT, ENCODING, name));
      questions.add(ask(this::memory, MEMORY, USAGE, name));
      if (ttl) {
        questions.add(ask(reply -> known.ttlMillis(number(reply)), PTTL, name));
      }
      if (uses) {
        questions.add(ask(reply -> known.frequency(number(reply)), OBJECT, FREQ, name));
      }
    }

    private void second(List<Question> questions) {
      byte[] name = key.bytes();
      if (isCollection()) {
        if (memory >= fewestBytesOfInterest()) {
          questions.add(ask(this::type, TYPE, name));
        }
      } else if (memory >= Math.min(limits.get(Limit.BLOB_BYTES), limits.get(Limit.VALUE_BYTES))) {
        questions.add(ask(reply -> known.valueBytes(number(reply)), STRLEN, name));
        questions.add(ask(this::head, GETRANGE, name, FROM, TO));
      }
    }

    private void encoding(Reply reply) {
      gone = reply instanceof Reply.Nil;
      encoding = text(reply);
      known.encoding(encoding);
      if (!encoding.isEmpty() && !isCollection()) {
        known.type("string");
      }
    }

    private void memory(Reply reply) {
      memory = number(reply);
      known.memoryBytes(memory);
    }

    private void type(Reply reply) {
      type = text(reply);
      known.type(type);
    }

    private void head(Reply reply) {
      if (reply instanceof Reply.Bulk head) {
        known.head(Blob.of(head.bytes()));
      }
    }

    private void length(Reply reply) {
      elements = number(reply);
      known.elements(elements);
    }

    private void payload(Reply reply) {
      if (reply instanceof Reply.Bulk payload) {
        payloads.read(payload.bytes()).ifPresent(known::value);
      }
    }

    private boolean isCollection() {
      return switch (encoding) {
        case "int", "embstr", "raw", "" -> false;
        default -> true;
      };
    }

    /** With less memory it has neither many elements nor as many as its encoding allows. */
    private long fewestBytesOfInterest() {
      long many = limits.get(Limit.ELEMENTS) * SMALLEST_ELEMENT_BYTES;
      for (String each : List.of("hash", "zset", "set")) {
        many = Math.min(many, Encodings.fewestBytesNear(shaping, limits, each, encoding));
      }
      return many;
    }

    private String lengthCommand() {
      return switch (type) {
        case "hash" -> "HLEN";
        case "set" -> "SCARD";
        case "zset" -> "ZCARD";
        case "list" -> "LLEN";
        case "stream" -> "XLEN";
        default -> "";
      };
    }
  }

  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Bulk bulk -> Bytes.text(bulk.bytes());
      case Reply.Simple simple -> simple.text().toLowerCase(Locale.ROOT);
      default -> "";
    };
  }

  private static long number(Reply reply) {
    return reply instanceof Reply.Int number ? number.value() : Subject.UNKNOWN;
  }
}
