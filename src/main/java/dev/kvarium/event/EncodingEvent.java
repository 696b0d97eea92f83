package dev.kvarium.event;

import dev.kvarium.base.Blob;

/** How a value is laid out in memory, where that changes. */
public sealed interface EncodingEvent extends Event {
  /**
   * A value changed its encoding.
   *
   * @param type the type by Redis's name, {@code hash}
   * @param from the encoding before, by OBJECT ENCODING's name
   * @param to the encoding after
   * @param limit the name of what was passed, as CONFIG has it ({@code hash-max-listpack-value}),
   *     or a word for what forced it where no parameter does ({@code not an integer}, {@code edited
   *     in place})
   * @param limitValue the value of that parameter; 0 where there is none
   * @param found the figure that passed it; 0 where there is none
   * @param bytesBefore MEMORY USAGE of the value alone before, in bytes
   * @param bytesAfter and after
   */
  record Converted(
      Blob key,
      int db,
      String type,
      String from,
      String to,
      String limit,
      long limitValue,
      long found,
      long bytesBefore,
      long bytesAfter)
      implements EncodingEvent {}

  /**
   * A HyperLogLog keeps all its registers from now on, where it kept runs of them.
   *
   * @param limit the parameter that was passed, {@code hll-sparse-max-bytes}, or a word for what
   *     forced it
   * @param limitValue the value of that; 0 where there is none
   * @param found the figure that passed it; 0 where there is none
   * @param bytesBefore MEMORY USAGE of the value alone before, in bytes
   * @param bytesAfter and after
   */
  record Densified(
      Blob key,
      int db,
      String limit,
      long limitValue,
      long found,
      long bytesBefore,
      long bytesAfter)
      implements EncodingEvent {}

  /** An intset took wider integers; widths in bits. */
  record Widened(Blob key, int db, int fromBits, int toBits, long found) implements EncodingEvent {}
}
