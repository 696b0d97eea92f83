package dev.kvarium.loop;

import dev.kvarium.wire.Reply;

/** A command on its way: when it was sent, read, run and answered. All times in nanoseconds. */
public final class Request {
  private static final int NAME_CHARACTERS = 20;

  final byte[][] argv;
  final int bytes;

  /** What it was answered, once it ran. */
  Reply reply = Reply.None.NONE;

  long sent;
  long arrived;
  long started;
  long ended;
  long replied;

  /** Where its reply ends among all bytes that were to be written to its connection. */
  long replyEnd;

  /** How long its reply is, and whether that is one string, which is written as one block. */
  long replyBytes;

  boolean block;

  /** How often was read until it was whole, and written until its reply was. */
  int reads;

  int writes;
  long firstRead;

  /** A request of these words. */
  public Request(byte[][] argv) {
    this.argv = argv;
    int sum = digits(argv.length) + 3;
    for (byte[] word : argv) {
      sum += digits(word.length) + word.length + 5;
    }
    this.bytes = sum;
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** The command's name in capitals. */
  String name() {
    StringBuilder name = new StringBuilder();
    byte[] word = argv[0];
    for (int i = 0; i < word.length && i < NAME_CHARACTERS; i++) {
      char each = (char) (word[i] & 0xff);
      name.append(each >= 'a' && each <= 'z' ? (char) (each - 32) : each);
    }
    return name.toString();
  }
}
