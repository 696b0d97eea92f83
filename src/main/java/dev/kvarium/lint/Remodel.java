package dev.kvarium.lint;

import dev.kvarium.base.Numbers;
import dev.kvarium.event.Probe;
import dev.kvarium.redis.value.HashValue;
import dev.kvarium.redis.value.SetValue;
import dev.kvarium.redis.value.Shaping;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.redis.value.StringValue;
import dev.kvarium.redis.value.Value;
import dev.kvarium.sim.SeededRandomness;
import java.util.Optional;

/**
 * What a value would be under other limits, or written anew: made by the engine's own structures
 * and weighed, not guessed. The value itself stays as it is.
 *
 * <p>The levels of a skiplist are drawn by chance, so the size of a sorted set is one of many that
 * a server might have; all else is exact.
 */
final class Remodel {
  private static final int SEED = 1;
  private static final long NO_LIMIT = 1L << 30;

  private final Shaping given;

  Remodel(Shaping given) {
    this.given = given;
  }

  /** The value one element further than its compact encoding may hold, without that element. */
  Value beyond(Value value) {
    Shaping strict = fresh();
    long entries = value.length() - 1;
    strict.hashMaxListpackEntries = entries;
    strict.setMaxIntsetEntries = entries;
    strict.setMaxListpackEntries = Math.min(entries, given.setMaxListpackEntries);
    strict.zsetMaxListpackEntries = entries;
    Value copy = value.copy(strict);
    switch (copy) {
      case HashValue hash -> hash.fit(strict);
      case SetValue set -> set.fit(strict);
      case SortedSetValue set -> set.fit(strict);
      default -> throw new IllegalArgumentException("a " + value.type() + " has no limit");
    }
    return copy;
  }

  /** The value as it would be if it were written now, element by element. */
  Optional<Value> anew(Value value) {
    return written(value, like(given));
  }

  /** The same with limits that let it be compact. */
  Optional<Value> compact(Value value) {
    Shaping wide = like(given);
    wide.hashMaxListpackEntries = NO_LIMIT;
    wide.hashMaxListpackValue = NO_LIMIT;
    wide.setMaxIntsetEntries = NO_LIMIT;
    wide.zsetMaxListpackEntries = NO_LIMIT;
    wide.zsetMaxListpackValue = NO_LIMIT;
    return written(value, wide);
  }

  private Optional<Value> written(Value value, Shaping shaping) {
    return switch (value) {
      case StringValue string -> {
        byte[] text = string.bytes();
        yield Optional.of(
            Numbers.isLong(text)
                ? StringValue.integer(Numbers.parseLong(text))
                : StringValue.argument(text));
      }
      case HashValue hash -> {
        HashValue anew = HashValue.empty(shaping);
        HashValue.Fields fields = hash.fields();
        while (fields.advance()) {
          anew.set(shaping, fields.field(), fields.value());
        }
        fields.close();
        yield Optional.of(anew);
      }
      case SetValue set -> {
        SetValue.Members members = set.members();
        SetValue anew = SetValue.empty();
        boolean first = true;
        while (members.advance()) {
          if (first) {
            anew = SetValue.emptyFor(shaping, members.member());
            first = false;
          }
          anew.add(shaping, members.member());
        }
        members.close();
        yield Optional.of(anew);
      }
      case SortedSetValue set -> {
        SortedSetValue anew = set.copy(shaping);
        Widest widest = Widest.of(set);
        anew.packIfSmall(shaping, widest.longest(), widest.all());
        yield Optional.of(anew);
      }
      default -> Optional.empty();
    };
  }

  private Shaping fresh() {
    return new Shaping(new byte[16], new SeededRandomness(SEED), Probe.NONE, given.version());
  }

  private Shaping like(Shaping other) {
    Shaping same = fresh();
    same.hashMaxListpackEntries = other.hashMaxListpackEntries;
    same.hashMaxListpackValue = other.hashMaxListpackValue;
    same.setMaxIntsetEntries = other.setMaxIntsetEntries;
    same.setMaxListpackEntries = other.setMaxListpackEntries;
    same.setMaxListpackValue = other.setMaxListpackValue;
    same.zsetMaxListpackEntries = other.zsetMaxListpackEntries;
    same.zsetMaxListpackValue = other.zsetMaxListpackValue;
    return same;
  }

  /** The longest element of a value, and all of them together, in bytes. */
  record Widest(long longest, long all) {
    static Widest of(Value value) {
      long longest = 0;
      long all = 0;
      switch (value) {
        case HashValue hash -> {
          HashValue.Fields fields = hash.fields();
          while (fields.advance()) {
            int field = fields.field().length;
            int held = fields.value().length;
            longest = Math.max(longest, Math.max(field, held));
            all += field + held;
          }
          fields.close();
        }
        case SetValue set -> {
          SetValue.Members members = set.members();
          while (members.advance()) {
            longest = Math.max(longest, members.member().length);
            all += members.member().length;
          }
          members.close();
        }
        case SortedSetValue set -> {
          SortedSetValue.Place place = set.atRank(0, false);
          while (place.isHere()) {
            longest = Math.max(longest, place.member().length);
            all += place.member().length;
            place.advance(false);
          }
        }
        default -> {}
      }
      return new Widest(longest, all);
    }
  }
}
