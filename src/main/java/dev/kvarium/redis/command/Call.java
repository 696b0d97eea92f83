package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command in hand: its words read as what they should be, the keyspace it works on, and what is
 * to be logged of it.
 *
 * <p>One call is used again for every command of a node; a handler does not keep it.
 */
public final class Call {
  /** A command to be logged, and the database it runs in. */
  record Logged(int db, byte[][] argv) {}

  private static final byte[][] NO_WORDS = new byte[0][];

  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] UNLINK = Bytes.latin1("UNLINK");

  private final Keyspace keyspace;
  private final Settings settings;
  private final Shaping shaping;
  private final List<Logged> before = new ArrayList<>();
  private final List<Logged> after = new ArrayList<>();
  private byte[][] argv = NO_WORDS;
  private @Nullable Session session;
  private @Nullable Command command;
  private @Nullable Db db;
  private byte @Nullable [][] instead;
  private boolean logged;
  private boolean forced;
  private long dirty;

  Call(Keyspace keyspace, Settings settings) {
    this.keyspace = keyspace;
    this.settings = settings;
    this.shaping = keyspace.shaping();
  }

  void begin(Session session, Command command, byte[][] argv) {
    this.session = session;
    this.command = command;
    this.argv = argv;
    this.db = keyspace.db(session.db);
    this.instead = null;
    this.logged = true;
    this.forced = false;
    this.dirty = 0;
    if (!before.isEmpty()) {
      before.clear();
    }
    if (!after.isEmpty()) {
      after.clear();
    }
  }

  // The words

  /** How many words there are, the command's name included. */
  public int argc() {
    return argv.length;
  }

  /** Word {@code i}; 0 is the command. Not to be changed; may be kept. */
  public byte[] arg(int i) {
    return argv[i];
  }

  /** All words. Not to be changed. */
  public byte[][] argv() {
    return argv;
  }

  /** Whether word {@code i} is this option, in any case. */
  public boolean is(int i, String option) {
    return Bytes.equalsIgnoreCase(argv[i], option);
  }

  /** Word {@code i} as text, a character per byte. */
  public String text(int i) {
    return Bytes.latin1Text(argv[i]);
  }

  /** Word {@code i} as a 64-bit integer, strictly read. */
  public long longArg(int i) throws CommandError {
    return longArg(i, CommandError.NOT_AN_INTEGER);
  }

  /** Word {@code i} as a 64-bit integer, or this error. */
  public long longArg(int i, CommandError error) throws CommandError {
    byte[] word = argv[i];
    if (!Numbers.isLong(word)) {
      throw error;
    }
    return Numbers.parseLong(word);
  }

  /** Word {@code i} as an integer between two bounds, or this error. */
  public long longArg(int i, long min, long max, CommandError error) throws CommandError {
    long value = longArg(i, error);
    if (value < min || value > max) {
      throw error;
    }
    return value;
  }

  /** Word {@code i} as an integer of at least 0. */
  public long positiveArg(int i) throws CommandError {
    return longArg(i, 0, Long.MAX_VALUE, CommandError.NOT_POSITIVE);
  }

  /** Word {@code i} as an integer of 32 bits. */
  public int intArg(int i) throws CommandError {
    long value = longArg(i);
    if (value != (int) value) {
      throw new CommandError(
          "ERR value is out of range, value must between -2147483648 and 2147483647");
    }
    return (int) value;
  }

  /** The database whose number is word {@code i}. */
  public Db dbArg(int i) throws CommandError {
    int number = intArg(i);
    if (number < 0 || number >= keyspace.databases()) {
      throw CommandError.DB_OUT_OF_RANGE;
    }
    return keyspace.db(number);
  }

  /** The error for a number of words that the arity does not rule out but the command does. */
  public CommandError wrongArity() {
    return new CommandError("ERR wrong number of arguments for '" + row().name() + "' command");
  }

  /** Word {@code i} as a double, infinities included. */
  public double doubleArg(int i) throws CommandError {
    return doubleArg(i, CommandError.NOT_A_FLOAT);
  }

  /** Word {@code i} as a double, infinities included, or this error. */
  public double doubleArg(int i, CommandError error) throws CommandError {
    double value = Numbers.parseDouble(argv[i]);
    if (Double.isNaN(value)) {
      throw error;
    }
    return value;
  }

  // Who asks, and of what

  public Session session() {
    return required(session);
  }

  /** The row that was found for the words. */
  public CommandRow row() {
    return required(command).row();
  }

  /** Whether the reply may be shaped for RESP3. */
  public boolean resp3() {
    return required(session).resp == 3;
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  /** The database the command runs in. */
  public Db db() {
    return required(db);
  }

  public Shaping shaping() {
    return shaping;
  }

  /** The longest string that may be stored, in bytes. */
  public long maxBulkBytes() {
    return settings.maxBulkBytes;
  }

  /** The value of a key, of this type, to be read; null when there is none. */
  public <V extends Value> @Nullable V read(byte[] key, Class<V> type) throws CommandError {
    return typed(required(db).read(key), type);
  }

  /** The value of a key, of this type, to be changed; null when there is none. */
  public <V extends Value> @Nullable V write(byte[] key, Class<V> type) throws CommandError {
    return typed(required(db).write(key), type);
  }

  /** A value as this type, or WRONGTYPE. */
  public static <V extends Value> @Nullable V typed(@Nullable Value value, Class<V> type)
      throws CommandError {
    if (value == null) {
      return null;
    }
    if (value.getClass() != type) {
      throw CommandError.WRONG_TYPE;
    }
    return type.cast(value);
  }

  // What it did

  /** States that the value of a key was changed in place, and counts the changes. */
  public void changed(byte[] key, long changes) {
    required(db).changed(key);
    dirty += changes;
  }

  /** Counts changes to the data; a command without any is not logged. */
  public void dirty(long changes) {
    dirty += changes;
  }

  /** How many changes were counted so far. */
  public long dirty() {
    return dirty;
  }

  /** Logs these words instead of those that the client sent. */
  public void propagate(byte[]... words) {
    instead = words;
  }

  /** Logs a command after this one. */
  public void alsoPropagate(int db, byte[]... words) {
    after.add(new Logged(db, words));
  }

  /** Logs this command even if it changed nothing. */
  public void force() {
    forced = true;
  }

  /** What is logged for a key that a command deleted for its user. */
  byte[] deletion() {
    return settings.lazyUserDel ? UNLINK : DEL;
  }

  /** What is logged for a key whose time has passed. */
  byte[] expiredDeletion() {
    return settings.lazyExpire ? UNLINK : DEL;
  }

  /** Logs nothing for this command itself. */
  public void dontPropagate() {
    logged = false;
  }

  /** A key was found expired while the command ran: its deletion is logged before the command. */
  void propagateBefore(int db, byte[]... words) {
    before.add(new Logged(db, words));
  }

  List<Logged> before() {
    return before;
  }

  List<Logged> after() {
    return after;
  }

  boolean isLogged() {
    return logged && dirty > 0 || forced;
  }

  byte[][] loggedWords() {
    return instead != null ? instead : argv;
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("no command is in hand");
    }
    return part;
  }
}
