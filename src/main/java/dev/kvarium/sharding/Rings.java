package dev.kvarium.sharding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The catalogue of rings: a library, one of its distributions, and what that takes. */
public final class Rings {
  /**
   * What is asked for; an empty text where nothing was said.
   *
   * @param dialect whose ring: {@code twemproxy}, {@code libmemcached} …
   * @param distribution one of the library's own
   * @param hash one of the library's own
   * @param hashTag two characters, for twemproxy
   * @param format of names, for spymemcached
   */
  public record Choice(
      String dialect, String distribution, String hash, String hashTag, String format) {}

  /** A library and what it offers; the first of each is what it does when nothing is said. */
  private record Dialect(String name, List<String> distributions, List<String> hashes) {}

  private static final List<Dialect> DIALECTS =
      List.of(
          new Dialect("twemproxy", List.of("ketama", "modula", "random"), twemproxyHashes()),
          new Dialect(
              "libmemcached",
              List.of("ketama_weighted", "ketama", "consistent", "ketama_spy", "modula"),
              libmemcachedHashes()),
          new Dialect("libketama", List.of("ketama"), List.of()),
          new Dialect(
              "spymemcached",
              List.of("ketama", "modula"),
              List.of(
                  "ketama_hash",
                  "native_hash",
                  "fnv1_32_hash",
                  "fnv1a_32_hash",
                  "fnv1_64_hash",
                  "fnv1a_64_hash")),
          new Dialect("plain", List.of("jump", "rendezvous"), List.of()));

  private Rings() {}

  private static List<String> twemproxyHashes() {
    List<String> names = new ArrayList<>(List.of(KeyHash.FNV1A_64.option()));
    for (KeyHash each : KeyHash.values()) {
      if (each != KeyHash.FNV1A_64) {
        names.add(each.option());
      }
    }
    return names;
  }

  private static List<String> libmemcachedHashes() {
    List<String> names = new ArrayList<>();
    for (KeyHash each : KeyHash.values()) {
      if (each != KeyHash.CRC16 && each != KeyHash.CRC32A && each != KeyHash.HSIEH) {
        names.add(each.option());
      }
    }
    return names;
  }

  /** The names of the libraries. */
  public static List<String> dialects() {
    return DIALECTS.stream().map(Dialect::name).toList();
  }

  /**
   * The ring of these servers.
   *
   * @throws IllegalArgumentException when the library has no such thing, saying what it has
   */
  public static Ring of(Choice choice, List<Server> servers) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a ring needs a server");
    }
    Dialect dialect =
        DIALECTS.stream()
            .filter(each -> each.name.equals(choice.dialect))
            .findFirst()
            .orElseThrow(() -> unknown("dialect", choice.dialect, dialects()));
    String distribution = one("distribution", choice.distribution, dialect, dialect.distributions);
    if (!choice.hashTag.isEmpty() && !dialect.name.equals("twemproxy")) {
      throw new IllegalArgumentException("only twemproxy has a hash tag");
    }
    if (!choice.format.isEmpty() && !dialect.name.equals("spymemcached")) {
      throw new IllegalArgumentException("only spymemcached has a format");
    }
    return switch (dialect.name) {
      case "twemproxy" -> twemproxy(choice, distribution, dialect, servers);
      case "libmemcached" -> libmemcached(choice, distribution, dialect, servers);
      case "libketama" -> Libketama.ring(servers);
      case "spymemcached" -> spymemcached(choice, distribution, dialect, servers);
      default -> distribution.equals("jump") ? Hashing.jump(servers) : Hashing.rendezvous(servers);
    };
  }

  private static String one(String what, String given, Dialect dialect, List<String> offered) {
    if (given.isEmpty()) {
      return offered.getFirst();
    }
    if (!offered.contains(given)) {
      throw unknown(what + " of " + dialect.name, given, offered);
    }
    return given;
  }

  private static IllegalArgumentException unknown(String what, String given, List<String> there) {
    return new IllegalArgumentException(
        "there is no " + what + " '" + given + "': there are " + String.join(", ", there));
  }

  private static Ring twemproxy(
      Choice choice, String distribution, Dialect dialect, List<Server> servers) {
    KeyHash hash = keyHash(one("hash", choice.hash, dialect, dialect.hashes));
    if (!choice.hashTag.isEmpty() && choice.hashTag.length() != 2) {
      throw new IllegalArgumentException(
          "a hash tag is two characters such as {}, not '" + choice.hashTag + "'");
    }
    Optional<String> tag = Optional.of(choice.hashTag).filter(text -> !text.isEmpty());
    return switch (distribution) {
      case "ketama" -> Twemproxy.ketama(servers, hash, tag);
      case "modula" -> Twemproxy.modula(servers, hash, tag);
      default -> Hashing.random(servers);
    };
  }

  private static Ring libmemcached(
      Choice choice, String distribution, Dialect dialect, List<Server> servers) {
    boolean md5 = distribution.equals("ketama_weighted") || distribution.equals("ketama_spy");
    KeyHash hash =
        choice.hash.isEmpty() && md5
            ? KeyHash.MD5
            : keyHash(one("hash", choice.hash, dialect, dialect.hashes));
    return switch (distribution) {
      case "ketama_weighted" -> Libmemcached.ketamaWeighted(servers, hash);
      case "ketama_spy" -> Libmemcached.ketamaSpy(servers, hash);
      case "modula" -> Libmemcached.modula(servers, hash);
      default -> Libmemcached.ketama(servers, hash);
    };
  }

  private static Ring spymemcached(
      Choice choice, String distribution, Dialect dialect, List<Server> servers) {
    Spymemcached.Hash hash =
        Spymemcached.Hash.valueOf(
            one("hash", choice.hash, dialect, dialect.hashes).toUpperCase(Locale.ROOT));
    if (distribution.equals("modula")) {
      return Spymemcached.modula(servers, hash);
    }
    return switch (choice.format) {
      case "", "spymemcached" -> Spymemcached.ketama(servers, hash, false);
      case "libmemcached" -> Spymemcached.ketama(servers, hash, true);
      default ->
          throw unknown(
              "format of spymemcached", choice.format, List.of("spymemcached", "libmemcached"));
    };
  }

  private static KeyHash keyHash(String option) {
    return KeyHash.valueOf(option.toUpperCase(Locale.ROOT));
  }
}
