package dev.kvarium.redis.command;

import dev.kvarium.redis.value.SortedSetValue;
import dev.kvarium.structure.GeoShape;
import dev.kvarium.structure.Geohash;
import dev.kvarium.structure.Geohash.Place;
import dev.kvarium.structure.ScoreRange;
import dev.kvarium.wire.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for places: GEOSEARCH and its older forms, which name middle and radius before their
 * options.
 *
 * <p>The members are looked for cell by cell, in each by their scores; so that is their order until
 * they are sorted by distance.
 */
final class GeoQuery {
  private static final CommandError COUNT = new CommandError("ERR COUNT must be > 0");
  private static final CommandError NO_MEMBER =
      new CommandError("ERR could not decode requested zset member");
  private static final CommandError NEGATIVE_RADIUS =
      new CommandError("ERR radius cannot be negative");
  private static final CommandError NEGATIVE_SIDE =
      new CommandError("ERR height or width cannot be negative");
  private static final CommandError ANY_OF_ALL =
      new CommandError("ERR the ANY argument requires COUNT argument");

  /** How the words are laid out: where the set is named, and where the options begin. */
  enum Form {
    RADIUS(1, 6),
    RADIUS_RO(1, 6),
    RADIUS_BY_MEMBER(1, 5),
    RADIUS_BY_MEMBER_RO(1, 5),
    SEARCH(1, 2),
    SEARCH_AND_STORE(2, 3);

    private final int source;
    private final int options;

    Form(int source, int options) {
      this.source = source;
      this.options = options;
    }

    boolean isSearch() {
      return this == SEARCH || this == SEARCH_AND_STORE;
    }

    boolean mayStore() {
      return this == RADIUS || this == RADIUS_BY_MEMBER;
    }
  }

  private enum Order {
    NONE,
    NEAREST_FIRST,
    FARTHEST_FIRST
  }

  /** A member that was found. */
  private record Found(byte[] member, double score, Place place, double metres) {}

  private final Call call;
  private final Form form;
  private final @Nullable SortedSetValue set;

  private Place middle = new Place(0, 0);
  private boolean fromMember;
  private boolean fromPlace;
  private boolean circle;
  private boolean box;
  private double width;
  private double height;
  private double metres = 1;

  private boolean withDistance;
  private boolean withHash;
  private boolean withPlace;
  private Order order = Order.NONE;
  private boolean any;
  private long count;
  private byte @Nullable [] storeKey;
  private boolean storesDistance;

  private GeoQuery(Call call, Form form) throws CommandError {
    this.call = call;
    this.form = form;
    this.set = call.read(call.arg(form.source), SortedSetValue.class);
  }

  static Reply answer(Call call, Form form) throws CommandError {
    GeoQuery query = new GeoQuery(call, form);
    query.readHead();
    query.readOptions();
    query.check();
    return query.run();
  }

  // The words.

  private void readHead() throws CommandError {
    switch (form) {
      case RADIUS, RADIUS_RO -> {
        middle = GeoCommands.place(call, 2);
        readCircle(4);
      }
      case RADIUS_BY_MEMBER, RADIUS_BY_MEMBER_RO -> {
        if (set != null) {
          middle = member(2);
          readCircle(3);
        }
      }
      case SEARCH -> {}
      case SEARCH_AND_STORE -> storeKey = call.arg(1);
    }
  }

  private Place member(int i) throws CommandError {
    Place place = GeoCommands.place(set, call.arg(i));
    if (place == null) {
      throw NO_MEMBER;
    }
    return place;
  }

  private void readCircle(int i) throws CommandError {
    width = call.doubleArg(i, new CommandError("ERR need numeric radius"));
    if (width < 0) {
      throw NEGATIVE_RADIUS;
    }
    metres = GeoCommands.metres(call, i + 1);
    circle = true;
  }

  private void readBox(int i) throws CommandError {
    width = call.doubleArg(i, new CommandError("ERR need numeric width"));
    height = call.doubleArg(i + 1, new CommandError("ERR need numeric height"));
    if (width < 0 || height < 0) {
      throw NEGATIVE_SIDE;
    }
    metres = GeoCommands.metres(call, i + 2);
    box = true;
  }

  private void readOptions() throws CommandError {
    int i = form.options;
    while (i < call.argc()) {
      i += 1 + readOption(i, call.argc() - i - 1);
    }
  }

  /** Reads an option; how many of the words behind it belong to it. */
  private int readOption(int i, int rest) throws CommandError {
    if (call.is(i, "WITHDIST")) {
      withDistance = true;
    } else if (call.is(i, "WITHHASH")) {
      withHash = true;
    } else if (call.is(i, "WITHCOORD")) {
      withPlace = true;
    } else if (call.is(i, "ANY")) {
      any = true;
    } else if (call.is(i, "ASC")) {
      order = Order.NEAREST_FIRST;
    } else if (call.is(i, "DESC")) {
      order = Order.FARTHEST_FIRST;
    } else if (call.is(i, "COUNT") && rest >= 1) {
      count = call.longArg(i + 1);
      if (count <= 0) {
        throw COUNT;
      }
      return 1;
    } else if (form.mayStore() && isStore(i) && rest >= 1) {
      storeKey = call.arg(i + 1);
      storesDistance = call.is(i, "STOREDIST");
      return 1;
    } else if (form == Form.SEARCH_AND_STORE && call.is(i, "STOREDIST")) {
      storesDistance = true;
    } else if (form.isSearch()) {
      return readShape(i, rest);
    } else {
      throw CommandError.SYNTAX;
    }
    return 0;
  }

  private boolean isStore(int i) {
    return call.is(i, "STORE") || call.is(i, "STOREDIST");
  }

  private int readShape(int i, int rest) throws CommandError {
    if (call.is(i, "FROMMEMBER") && rest >= 1 && !fromPlace) {
      if (set != null) {
        middle = member(i + 1);
      }
      fromMember = true;
      return 1;
    } else if (call.is(i, "FROMLONLAT") && rest >= 2 && !fromMember) {
      middle = GeoCommands.place(call, i + 1);
      fromPlace = true;
      return 2;
    } else if (call.is(i, "BYRADIUS") && rest >= 2 && !box) {
      readCircle(i + 1);
      return 2;
    } else if (call.is(i, "BYBOX") && rest >= 3 && !circle) {
      readBox(i + 1);
      return 3;
    }
    throw CommandError.SYNTAX;
  }

  private void check() throws CommandError {
    if (storeKey != null && (withDistance || withHash || withPlace)) {
      throw new CommandError(
          "ERR "
              + (form.isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
              + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }
    if (form.isSearch() && !fromMember && !fromPlace) {
      throw new CommandError(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + call.text(0));
    }
    if (form.isSearch() && !circle && !box) {
      throw new CommandError(
          "ERR exactly one of BYRADIUS and BYBOX can be specified for " + call.text(0));
    }
    if (any && count == 0) {
      throw ANY_OF_ALL;
    }
  }

  // The search.

  private Reply run() {
    byte[] key = storeKey;
    if (set == null) {
      return key == null ? Reply.EMPTY_ARRAY : store(key, List.of());
    }
    if (count != 0 && order == Order.NONE && !any) {
      order = Order.NEAREST_FIRST;
    }
    List<Found> found = find(set);
    int wanted = count == 0 ? found.size() : (int) Math.min(count, found.size());
    sort(found, wanted);
    List<Found> told = found.subList(0, wanted);
    return key == null ? reply(told) : store(key, told);
  }

  private List<Found> find(SortedSetValue set) {
    GeoShape shape =
        box ? GeoShape.box(middle, width, height, metres) : GeoShape.circle(middle, width, metres);
    List<Found> found = new ArrayList<>();
    List<Geohash> cells = shape.cells();
    int last = 0;
    for (int i = 0; i < cells.size(); i++) {
      Geohash cell = cells.get(i);
      // of a huge circle two neighbours may be the same cell
      if (!cell.isCell() || last > 0 && cell.equals(cells.get(last))) {
        continue;
      }
      if (isEnough(found)) {
        break;
      }
      findIn(set, cell, shape, found);
      last = i;
    }
    return found;
  }

  private boolean isEnough(List<Found> found) {
    return any && !found.isEmpty() && found.size() >= count;
  }

  private void findIn(SortedSetValue set, Geohash cell, GeoShape shape, List<Found> found) {
    ScoreRange range = new ScoreRange(cell.leastScore(), false, cell.scoreBehind(), true);
    SortedSetValue.Place at = set.firstIn(range, false);
    for (; at.isHere() && range.admitsBelow(at.score()); at.advance(false)) {
      Place place = Geohash.ofScore(at.score()).area().middle();
      double distance = shape.distanceWithin(place);
      if (!(distance < 0)) {
        found.add(new Found(at.member(), at.score(), place, distance));
      }
      if (isEnough(found)) {
        return;
      }
    }
  }

  private void sort(List<Found> found, int wanted) {
    Comparator<Found> nearestFirst = (a, b) -> compare(a.metres(), b.metres());
    Comparator<Found> by =
        order == Order.FARTHEST_FIRST ? (a, b) -> -compare(a.metres(), b.metres()) : nearestFirst;
    if (order == Order.NONE) {
      return;
    } else if (wanted == found.size()) {
      found.sort(by);
    } else {
      PartialSort.sort(found, by, 0, wanted - 1);
    }
  }

  private static int compare(double a, double b) {
    return a > b ? 1 : a == b ? 0 : a < b ? -1 : Double.compare(a, b);
  }

  private Reply reply(List<Found> found) {
    List<Reply> items = new ArrayList<>(found.size());
    for (Found each : found) {
      List<Reply> facts = new ArrayList<>(4);
      facts.add(Reply.of(each.member()));
      if (withDistance) {
        facts.add(GeoCommands.distance(each.metres() / metres));
      }
      if (withHash) {
        facts.add(Reply.of((long) each.score()));
      }
      if (withPlace) {
        facts.add(GeoCommands.coordinates(each.place()));
      }
      items.add(facts.size() == 1 ? facts.getFirst() : new Reply.Array(facts));
    }
    return new Reply.Array(items);
  }

  private Reply store(byte[] key, List<Found> found) {
    if (found.isEmpty()) {
      if (call.db().delete(key)) {
        call.dirty(1);
        call.notice(Notice.GENERIC, "del", key);
      }
      return Reply.ZERO;
    }
    SortedSetValue stored = SortedSetValue.ofSkiplist(call.shaping());
    long longest = 0;
    long all = 0;
    for (Found each : found) {
      byte[] member = each.member();
      stored.insertNew(storesDistance ? each.metres() / metres : each.score(), member);
      longest = Math.max(longest, member.length);
      all += member.length;
    }
    stored.packIfSmall(call.shaping(), longest, all);
    call.db().set(key, stored);
    call.dirty(found.size());
    call.notice(Notice.ZSET, form.isSearch() ? "geosearchstore" : "georadiusstore", key);
    return Reply.of(found.size());
  }
}
