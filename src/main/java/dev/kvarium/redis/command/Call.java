package dev.kvarium.redis.command;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.LongDouble;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.keyspace.Db;
import dev.kvarium.redis.keyspace.Keyspace;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.Value;
import dev.kvarium.redis.value.ValueType;
import dev.kvarium.wire.Reply;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command in hand: its words read as what they should be, the keyspace it works on, and what is
 * to be logged of it.
 *
 * <p>One call is used again for every command of a node, and one more for each depth to which
 * commands run inside others; a handler does not keep it.
 */
public final class Call {
  /** More bytes than this no array holds, with a little room. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 64;

  private static final byte[][] NO_WORDS = new byte[0][];

  private static final CommandError TIMEOUT_NOT_A_FLOAT =
      new CommandError("ERR timeout is not a float or out of range");
  private static final CommandError TIMEOUT_NOT_AN_INTEGER =
      new CommandError("ERR timeout is not an integer or out of range");
  private static final CommandError TIMEOUT_NEGATIVE = new CommandError("ERR timeout is negative");

  private static final byte[] DEL = Bytes.latin1("DEL");
  private static final byte[] UNLINK = Bytes.latin1("UNLINK");

  private final Keyspace keyspace;
  private final Settings settings;
  private final Shaping shaping;
  private byte[][] argv = NO_WORDS;
  private byte[][] sent = NO_WORDS;
  private @Nullable Session session;
  private @Nullable Command command;
  private @Nullable Db db;
  private byte @Nullable [][] instead;
  private boolean logged;
  private @Nullable LongRun later;
  private boolean errorCounted;
  private boolean forced;
  private boolean replicated;
  private long dirty;

  private final Dispatcher dispatcher;

  Call(Dispatcher dispatcher, Keyspace keyspace, Settings settings) {
    this.dispatcher = dispatcher;
    this.keyspace = keyspace;
    this.settings = settings;
    this.shaping = keyspace.shaping();
  }

  void begin(Session session, Command command, byte[][] argv) {
    this.session = session;
    this.command = command;
    this.argv = argv;
    this.sent = argv;
    this.db = keyspace.db(session.db);
    this.instead = null;
    this.logged = true;
    this.forced = false;
    this.replicated = false;
    this.later = null;
    this.errorCounted = false;
    this.dirty = 0;
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

  /** Goes on, and is logged, as if these were the words that the client sent. */
  void rewrite(byte[][] words) {
    argv = words;
  }

  /** Whether there is such a user. */
  boolean knowsUser(String name) {
    return dispatcher.acl().users().named(name).isPresent();
  }

  /** Whether the client may read every key, with the right to run this command. */
  boolean mayReadAllKeys() {
    return dispatcher.acl().mayReadAll(session(), command(), argv);
  }

  /** The words that the client sent, whatever the command made of them. */
  byte[][] sent() {
    return sent;
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

  /** Whether the command was accepted before, by the log or the primary that it comes from. */
  boolean mustObey() {
    return keyspace.loading || session().primary;
  }

  /** The longest string that may be stored, in bytes. */
  public long maxBulkBytes() {
    return Math.min(settings.maxBulkBytes, LONGEST_ARRAY);
  }

  /** Whether this node is part of a cluster, or may become so. */
  public boolean isClustered() {
    return settings.clustered;
  }

  /** Refuses what a node of a cluster cannot do, in these words. */
  public void refuseInCluster(String text) throws CommandError {
    if (settings.clustered) {
      throw new CommandError(text);
    }
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

  Command command() {
    return required(command);
  }

  // Going on later

  /** Whether this command may go on later. */
  public boolean canGoOnLater() {
    return dispatcher.mayGoOnLater(this);
  }

  /** Lets this command go on later; the handler returns what this gives. */
  public Reply goOnLater(LongRun run) {
    later = run;
    return Reply.None.NONE;
  }

  @Nullable LongRun later() {
    return later;
  }

  // Errors of what runs inside

  /** Says that the error that this command answers was counted when it arose. */
  public void errorWasCounted() {
    errorCounted = true;
  }

  boolean wasErrorCounted() {
    return errorCounted;
  }

  /**
   * Why the state of the server forbids a script to run a command now.
   *
   * @param written whether the script has written already, so that it cannot be stopped for this
   * @param takesMemory whether the script may take memory that is not there
   */
  public Optional<String> refusalInScript(Command inner, boolean written, boolean takesMemory) {
    return dispatcher.refusalInScript(inner, written, takesMemory);
  }

  /**
   * Why a script may not run a command on these keys: they are not on this node of a cluster, or in
   * another slot than those before. Empty when it may.
   *
   * @param anySlots whether it may touch keys of several slots, if this node has them all
   */
  public String refusalElsewhere(Command inner, byte[][] words, boolean anySlots) {
    return dispatcher.refusalElsewhere(session(), inner, words, anySlots);
  }

  /** Refuses on a replica that has lost its primary and is not to answer with what it has. */
  public void checkNotStale() throws CommandError {
    if (!settings.serveStale && dispatcher.replicas().isStale()) {
      throw new CommandError(Gate.MASTER_DOWN);
    }
  }

  /** Counts a command that this one was not allowed to run. */
  public void countError(@Nullable Command refused, String text) {
    dispatcher.countRefused(refused, text);
  }

  // Waiting

  /** Whether the client may wait: a transaction, a script and the log do not let it. */
  public boolean mayBlock() {
    return !required(session).denyBlocking;
  }

  /**
   * Lets the client wait until one of the keys comes; the handler returns what this gives. Where it
   * may not wait, its time is over at once.
   *
   * @param timeoutMillis how long at most; 0 for ever
   */
  public Reply block(List<byte[]> keys, long timeoutMillis, Waiter waiter) {
    if (!mayBlock()) {
      return waiter.timedOut();
    }
    dispatcher.waits().begin(this, keys, timeoutMillis, waiter);
    return Reply.None.NONE;
  }

  /**
   * Tells those who wait for a stream that there is more in it, or that it is other than it was. A
   * key that comes to be says so by itself.
   */
  public void ready(byte[] key) {
    dispatcher.waits().ready(db(), key, ValueType.STREAM);
  }

  /** Word {@code i} as how long to wait: seconds, with a fraction if need be, as milliseconds. */
  public long timeoutSeconds(int i) throws CommandError {
    if (!LongDouble.isNumber(argv[i])) {
      throw TIMEOUT_NOT_A_FLOAT;
    }
    return notNegative(LongDouble.parse(argv[i]).ceilingTimes(1000));
  }

  /** Word {@code i} as how long to wait in milliseconds. */
  public long timeoutMillis(int i) throws CommandError {
    return notNegative(longArg(i, TIMEOUT_NOT_AN_INTEGER));
  }

  private static long notNegative(long millis) throws CommandError {
    if (millis < 0) {
      throw TIMEOUT_NEGATIVE;
    }
    return millis;
  }

  // Commands inside this one

  /**
   * Runs a command inside this one, as this client or another: unchecked, at once, its effects
   * logged with those of this command as one transaction, its changes counted with this command's.
   * This command itself is logged as well unless it says {@link #dontPropagate}.
   *
   * @param as whose database, protocol and right to wait counts; may be one that is no client
   * @param logged whether what it does is logged; what it found expired is in any case
   */
  public Reply run(Session as, Command command, byte[][] argv, boolean logged) {
    return dispatcher.runInside(this, as, command, argv, logged);
  }

  /**
   * Shows this command to those in MONITOR before what runs inside it, for rows that say {@link
   * Flags#SKIP_MONITOR} because of that.
   */
  public void feedMonitors() {
    dispatcher.feedNow(this);
  }

  // What it did

  /**
   * Publishes what happened to a key, where {@code notify-keyspace-events} asks for it: beside
   * stating the change, since it says more than that and is the command's own word.
   *
   * @param type the bit of {@link Notice}
   * @param event by Redis's name, {@code lpush}
   */
  public void notice(int type, String event, byte[] key) {
    notice(type, event, key, db().number());
  }

  /** The same in another database. */
  public void notice(int type, String event, byte[] key, int db) {
    if ((settings.notices & type) != 0) {
      dispatcher.pubSub().notice(type, event, key, db);
    }
  }

  /** States that the value of a key was changed in place, and counts the changes. */
  public void changed(byte[] key, long changes) {
    required(db).changed(key);
    dirty += changes;
  }

  /** The same of a string of which so many bytes were written to, from an offset on; one change. */
  public void changedPart(byte[] key, long from, long bytes) {
    required(db).changed(key, from, bytes);
    dirty++;
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

  /**
   * Logs a command before this one, together with it and all else that the same transaction or
   * script logs.
   */
  public void alsoPropagate(int db, byte[]... words) {
    dispatcher.effects().add(db, words);
  }

  /** Logs this command even if it changed nothing. */
  public void force() {
    forced = true;
  }

  /** Has replicas repeat this command even if it changed nothing; the log does not. */
  public void replicate() {
    replicated = true;
  }

  boolean isReplicated() {
    return replicated;
  }

  /** Whether what a command deletes for its user is freed in the background. */
  boolean deletesLazily() {
    return settings.lazyUserDel;
  }

  /** Whether databases are emptied in the background if nothing else is said. */
  boolean flushesLazily() {
    return settings.lazyUserFlush;
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
