package dev.kvarium.redis.command;

import static dev.kvarium.redis.command.Flags.DENYOOM;
import static dev.kvarium.redis.command.Flags.MOVABLEKEYS;
import static dev.kvarium.redis.command.Flags.READONLY;
import static dev.kvarium.redis.command.Flags.WRITE;

import dev.kvarium.base.Bytes;
import dev.kvarium.base.Numbers;
import dev.kvarium.redis.command.GeoQuery.Form;
import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.structure.GeoShape;
import dev.kvarium.structure.Geohash;
import dev.kvarium.structure.Geohash.Place;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands on places of the earth, which are members of a sorted set whose scores are {@link
 * Geohash}es. Searches are in {@link GeoQuery}.
 */
public final class GeoCommands {
  private static final byte[] ZADD = Bytes.latin1("zadd");

  private static final String UNIT = "<M | KM | FT | MI>";
  private static final String TOLD =
      " [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]";
  private static final String STORED = " [STORE key] [STOREDIST key]";
  private static final String SHAPE =
      " <FROMMEMBER member | FROMLONLAT longitude latitude> <BYRADIUS radius "
          + UNIT
          + " | BYBOX width height "
          + UNIT
          + "> [ASC | DESC] [COUNT count [ANY]]";

  private GeoCommands() {}

  /** The rows of all commands on places. */
  public static List<CommandRow> rows() {
    return List.of(
        row(
            "geoadd",
            "key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]",
            WRITE | DENYOOM,
            "3.2.0",
            "Adds places to a sorted set, or moves those that are there",
            KeySpec.UPDATE,
            GeoCommands::add),
        row(
            "geodist",
            "key member1 member2 [M | KM | FT | MI]",
            READONLY,
            "3.2.0",
            "Gives the distance between two places",
            KeySpec.READ,
            GeoCommands::distance),
        row(
            "geohash",
            "key [member [member ...]]",
            READONLY,
            "3.2.0",
            "Gives places as geohashes of eleven letters",
            KeySpec.READ,
            GeoCommands::hash),
        row(
            "geopos",
            "key [member [member ...]]",
            READONLY,
            "3.2.0",
            "Gives the longitudes and latitudes of places",
            KeySpec.READ,
            GeoCommands::position),
        row(
            "georadius",
            "key longitude latitude radius " + UNIT + TOLD + STORED,
            WRITE | DENYOOM | MOVABLEKEYS,
            "3.2.0",
            "Finds the places around a point",
            storing(6),
            call -> GeoQuery.answer(call, Form.RADIUS)),
        row(
            "georadius_ro",
            "key longitude latitude radius " + UNIT + TOLD,
            READONLY,
            "3.2.10",
            "Finds the places around a point, never storing them",
            KeySpec.READ,
            call -> GeoQuery.answer(call, Form.RADIUS_RO)),
        row(
            "georadiusbymember",
            "key member radius " + UNIT + TOLD + STORED,
            WRITE | DENYOOM | MOVABLEKEYS,
            "3.2.0",
            "Finds the places around one of them",
            storing(5),
            call -> GeoQuery.answer(call, Form.RADIUS_BY_MEMBER)),
        row(
            "georadiusbymember_ro",
            "key member radius " + UNIT + TOLD,
            READONLY,
            "3.2.10",
            "Finds the places around one of them, never storing them",
            KeySpec.READ,
            call -> GeoQuery.answer(call, Form.RADIUS_BY_MEMBER_RO)),
        row(
            "geosearch",
            "key" + SHAPE + " [WITHCOORD] [WITHDIST] [WITHHASH]",
            READONLY,
            "6.2.0",
            "Finds the places inside a circle or a rectangle",
            KeySpec.READ,
            call -> GeoQuery.answer(call, Form.SEARCH)),
        row(
            "geosearchstore",
            "destination source" + SHAPE + " [STOREDIST]",
            WRITE | DENYOOM,
            "6.2.0",
            "Stores the places inside a circle or a rectangle",
            List.of(KeySpec.at(1, "OW UPDATE"), KeySpec.at(2, "RO ACCESS")),
            call -> GeoQuery.answer(call, Form.SEARCH_AND_STORE)));
  }

  private static List<KeySpec> storing(int options) {
    KeySpec.Find one = new KeySpec.Find.Range(0, 1, 0);
    return List.of(
        KeySpec.at(1, "RO ACCESS"),
        new KeySpec("OW UPDATE", new KeySpec.Begin.Keyword("STORE", options), one),
        new KeySpec("OW UPDATE", new KeySpec.Begin.Keyword("STOREDIST", options), one));
  }

  private static CommandRow row(
      String name,
      String syntax,
      int flags,
      String since,
      String summary,
      List<KeySpec> keys,
      Handler handler) {
    return new CommandRow(name, syntax, flags, Group.GEO, since, summary, keys, handler);
  }

  /** The place that two words name. */
  static Place place(Call call, int i) throws CommandError {
    Place place = new Place(call.doubleArg(i), call.doubleArg(i + 1));
    if (!place.isOnTheMap()) {
      throw new CommandError(
          "ERR invalid longitude,latitude pair "
              + Numbers.fixedDouble(place.longitude(), 6)
              + ","
              + Numbers.fixedDouble(place.latitude(), 6));
    }
    return place;
  }

  /** Where a member is; null when it is not. */
  static @Nullable Place place(@Nullable SortedSetValue set, byte[] member) {
    double score = set == null ? Double.NaN : set.score(member);
    return Double.isNaN(score) ? null : Geohash.ofScore(score).area().middle();
  }

  /** How many metres a unit has. */
  static double metres(Call call, int i) throws CommandError {
    if (call.is(i, "m")) {
      return 1;
    } else if (call.is(i, "km")) {
      return 1000;
    } else if (call.is(i, "ft")) {
      return 0.3048;
    } else if (call.is(i, "mi")) {
      return 1609.34;
    }
    throw new CommandError("ERR unsupported unit provided. please use M, KM, FT, MI");
  }

  /** A distance with four digits behind the point. */
  static Reply distance(double distance) {
    double scaled = StrictMath.rint(distance * 10_000);
    boolean fits = scaled >= -0x1p63 && scaled < 0x1p63;
    String digits = Long.toString(fits ? Math.abs((long) scaled) : Long.MIN_VALUE);
    String padded = "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    int point = padded.length() - 4;
    return Reply.of(Bytes.latin1(padded.substring(0, point) + "." + padded.substring(point)));
  }

  static Reply coordinates(Place place) {
    return Reply.of(new Reply.Decimal(place.longitude()), new Reply.Decimal(place.latitude()));
  }

  /** Is ZADD with the scores worked out, and is logged as such. */
  private static Reply add(Call call) throws CommandError {
    boolean nx = false;
    boolean xx = false;
    int at = 2;
    for (; at < call.argc(); at++) {
      if (call.is(at, "NX")) {
        nx = true;
      } else if (call.is(at, "XX")) {
        xx = true;
      } else if (!call.is(at, "CH")) {
        break;
      }
    }
    int words = call.argc() - at;
    if (words % 3 != 0 || nx && xx) {
      throw CommandError.SYNTAX;
    }
    byte[][] zadd = Arrays.copyOf(call.argv(), at + words / 3 * 2);
    zadd[0] = ZADD;
    for (int from = at, to = at; from < call.argc(); from += 3, to += 2) {
      zadd[to] = Numbers.toBytes(Geohash.of(place(call, from), Geohash.MOST_STEPS).leastScore());
      zadd[to + 1] = call.arg(from + 2);
    }
    call.rewrite(zadd);
    return SortedSetCommands.add(call);
  }

  private static Reply distance(Call call) throws CommandError {
    if (call.argc() > 5) {
      throw CommandError.SYNTAX;
    }
    double metres = call.argc() == 5 ? metres(call, 4) : 1;
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    Place one = place(set, call.arg(2));
    Place other = place(set, call.arg(3));
    return one == null || other == null
        ? Reply.Nil.STRING
        : distance(GeoShape.distance(one, other) / metres);
  }

  private static Reply hash(Call call) throws CommandError {
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    List<Reply> hashes = new ArrayList<>();
    for (int i = 2; i < call.argc(); i++) {
      Place place = place(set, call.arg(i));
      hashes.add(place == null ? Reply.Nil.STRING : Reply.of(Geohash.letters(place)));
    }
    return new Reply.Array(hashes);
  }

  private static Reply position(Call call) throws CommandError {
    SortedSetValue set = call.read(call.arg(1), SortedSetValue.class);
    List<Reply> places = new ArrayList<>();
    for (int i = 2; i < call.argc(); i++) {
      Place place = place(set, call.arg(i));
      places.add(place == null ? Reply.Nil.ARRAY : coordinates(place));
    }
    return new Reply.Array(places);
  }
}
