package dev.kvarium.export;

import dev.kvarium.base.Bytes;
import dev.kvarium.lab.Refusal;
import dev.kvarium.view.Quantity;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A text for which there is a short one, to be copied into a mail or a chat.
 *
 * <pre>
 *   kv1-q1YqSS0uUbJSUEpLLCoGAA-5c2f1e9a
 *   └┬┘ └────────┬────────────┘ └──┬──┘
 *    │    the text, deflated       CRC-32 of the middle
 *    the form, and what a deflater is told to expect
 * </pre>
 *
 * <p>The middle is raw DEFLATE (RFC 1951) in the alphabet of Base64 for addresses (RFC 4648,
 * section 5), so that nothing in it needs quotes in a shell. Most such texts are shorter than what
 * a window of DEFLATE needs to become good, so both sides begin with the same words of our language
 * as their dictionary: a world of three commands takes about 80 characters.
 *
 * <p>Whoever opens one got it from somebody else. So it is inflated only up to {@link
 * #LONGEST_BYTES}, whatever it promises, and is either whole to the last bit or refused.
 */
final class Share {
  /** A session that takes more is saved in a file. */
  static final int LONGEST_BYTES = 1 << 20;

  private static final Pattern FORM =
      Pattern.compile("kv(\\d{1,6})-([A-Za-z0-9_-]*)-([0-9a-f]{8})");
  private static final String OURS = "1";

  /** Changing a letter of it makes another form. */
  private static final byte[] DICTIONARY =
      Bytes.of(
          "\n"
              + "> XREADGROUP GROUP  STREAMS \n"
              + "> XADD  * \n"
              + "> ZADD \n"
              + "> ZRANGE  0 -1 WITHSCORES\n"
              + "> SADD \n"
              + "> SMEMBERS \n"
              + "> LPUSH \n"
              + "> RPUSH \n"
              + "> LRANGE  0 -1\n"
              + "> HGETALL \n"
              + "> HSET \n"
              + "> CONFIG SET maxmemory-policy \n"
              + "> OBJECT ENCODING \n"
              + "> EXPIRE \n"
              + "> TTL \n"
              + "> INCR \n"
              + "> DEL \n"
              + "> GET \n"
              + "> SET  EX \n"
              + "> MULTI\n"
              + "> EXEC\n"
              + ":node replicaof=main\n"
              + ":partition main \n"
              + ":heal\n"
              + ":repeat 1000 SET key:{n} v\n"
              + ":advance \n"
              + ":crash process\n"
              + ":restart\n"
              + ":crash power\n"
              + "+ 500ms\n"
              + "+ 1s\n"
              + ":world memcached seed=1 version=7.0 m=64\n"
              + ":world redis seed=1 version=7.0 appendfsync=everysec appendonly=no\n"
              + "> SET ");

  private Share() {}

  /** The short text. */
  static String of(String text) throws Refusal {
    byte[] bytes = Bytes.of(text);
    if (bytes.length > LONGEST_BYTES) {
      throw new Refusal(
          "this session takes "
              + Quantity.bytes(bytes.length)
              + ", and up to "
              + Quantity.bytes(LONGEST_BYTES)
              + " are shared as a text: :save FILE writes it into a file");
    }
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      deflater.setDictionary(DICTIONARY);
      deflater.setInput(bytes);
      deflater.finish();
      byte[] part = new byte[1 << 12];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
    } finally {
      deflater.end();
    }
    return "kv" + OURS + "-" + encoded(out.toByteArray()) + "-" + crc(out.toByteArray());
  }

  /** What a short text stands for. */
  static String text(String shared) throws Refusal {
    String bare = shared.strip();
    Matcher form = FORM.matcher(bare);
    if (!form.matches()) {
      throw new Refusal(
          bare.startsWith("kv" + OURS + "-")
              ? "the text is not whole: it does not end as it should, or a character in it is none"
                  + " of its alphabet; copy it once more, from kv1- to its end"
              : "this is no shared world: one is a single word that begins with kv1-, as :share"
                  + " prints it");
    }
    if (!form.group(1).equals(OURS)) {
      throw new Refusal(
          "the text is of form "
              + form.group(1)
              + ", and this Kvarium reads form "
              + OURS
              + ": open it with the version that made it");
    }
    byte[] packed;
    try {
      packed = Base64.getUrlDecoder().decode(form.group(2));
    } catch (IllegalArgumentException wrong) {
      throw broken();
    }
    if (!encoded(packed).equals(form.group(2))) {
      throw broken(); // bits behind the last byte are to be none
    }
    if (!crc(packed).equals(form.group(3))) {
      throw broken();
    }
    byte[] bytes = inflate(packed);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException wrong) {
      throw broken();
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] inflate(byte[] packed) throws Refusal {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      inflater.setDictionary(DICTIONARY);
      inflater.setInput(packed);
      byte[] part = new byte[1 << 12];
      while (!inflater.finished()) {
        int got = inflater.inflate(part);
        out.write(part, 0, got);
        if (out.size() > LONGEST_BYTES) {
          throw new Refusal(
              "the text unpacks to more than "
                  + Quantity.bytes(LONGEST_BYTES)
                  + ", which no shared world does: it is not opened");
        }
        if (got == 0 && !inflater.finished()) {
          throw broken();
        }
      }
      if (inflater.getRemaining() > 0) {
        throw broken();
      }
    } catch (DataFormatException wrong) {
      throw broken();
    } finally {
      inflater.end();
    }
    return out.toByteArray();
  }

  private static Refusal broken() {
    return new Refusal(
        "the text is damaged: what it holds is not what it says it holds; copy it once more, from"
            + " kv1- to its end");
  }

  private static String crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
