package dev.kvarium;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Holds the order of the rooms: each may know only those above it in {@link #ROOMS}, and some not
 * even all of those.
 *
 * <p>A package that is not listed here fails the build, because rules about packages say nothing
 * about one they do not know.
 */
@Execution(ExecutionMode.CONCURRENT)
class RoomsTest {
  private static final String ROOT = "dev.kvarium";

  /** The rooms from the ground up, as in ARCHITECTURE.md. A room holds one package, not a tree. */
  private static final List<String> ROOMS =
      List.of(
          "base",
          "event",
          "world",
          "wire",
          "structure",
          "lua",
          "redis.value",
          "redis.keyspace",
          "redis.command",
          "redis.aof",
          "redis.rdb",
          "redis.script",
          "redis.replication",
          "redis.cluster",
          "redis",
          "memcached",
          "sharding",
          "proxy",
          "history",
          "client",
          "sentinel",
          "app",
          "loop",
          "sim",
          "lint",
          "view",
          "lab",
          "script",
          "export",
          "lesson",
          "grade",
          "repl",
          "tui",
          "server",
          "cli");

  /** The rooms that may talk to a person, a terminal or a socket. */
  private static final Set<String> FRONTS = Set.of("repl", "tui", "server", "cli");

  private static JavaClasses classes;

  @BeforeAll
  static void readOurClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    assertThat(classes).as("classes of ours").isNotEmpty();
  }

  @Test
  void everyPackageIsARoom() {
    Set<String> unlisted = new TreeSet<>();
    for (JavaClass each : classes) {
      if (!ROOMS.contains(room(each))) {
        unlisted.add(each.getPackageName());
      }
    }
    assertThat(unlisted).as("packages that ROOMS does not list").isEmpty();
  }

  @Test
  void aRoomKnowsOnlyTheRoomsAboveIt() {
    List<String> broken = new ArrayList<>();
    for (JavaClass each : classes) {
      int own = ROOMS.indexOf(room(each));
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target) && ROOMS.indexOf(room(target)) > own) {
          broken.add(room(each) + " knows " + room(target) + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theSimulatorDoesNotKnowTheEngines() {
    never("sim", "redis", "memcached", "sharding", "app");
  }

  @Test
  void theEnginesDoNotKnowEachOther() {
    never("memcached", "redis");
    never("sharding", "redis", "memcached");
    never("app", "redis", "memcached");
  }

  @Test
  void theFrontsDoNotKnowEachOther() {
    never("repl", "tui", "server");
    never("tui", "repl", "server");
    never("server", "repl", "tui");
  }

  @Test
  void viewsKnowOfTheEnginesOnlyTheirSnapshots() {
    DescribedPredicate<JavaClass> livingEngine =
        resideInAPackage(ROOT + ".redis..")
            .or(resideInAPackage(ROOT + ".memcached.."))
            .and(
                DescribedPredicate.describe(
                    "are not part of a *Snapshot", each -> !outermost(each).endsWith("Snapshot")));
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".view..")
        .should()
        .dependOnClassesThat(livingEngine)
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void eachLibraryStaysInItsRoom() {
    onlyIn("org.jline..", "repl", "tui");
    onlyIn("com.googlecode.lanterna..", "tui");
    onlyIn("io.netty..", "server");
    onlyIn("picocli..", "cli");
    onlyIn("org.commonmark..", "lesson");
    onlyIn("org.snakeyaml..", "proxy");
  }

  @Test
  void coreRoomsAreDeterministic() {
    Set<String> bannedPackages =
        Set.of("java.net", "java.nio.file", "java.nio.channels", "java.util.concurrent");
    Set<String> bannedClasses =
        Set.of(
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.io.Console",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.UUID",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Timer",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.ZoneId");
    List<String> broken = new ArrayList<>();
    for (JavaClass each : core()) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (bannedPackages.contains(target.getPackageName())
            || bannedClasses.contains(target.getFullName())) {
          broken.add(dependency.getDescription());
        }
      }
    }
    assertThat(broken).as("what a core room is handed, or does without").isEmpty();
  }

  @Test
  void coreRoomsCallNothingThatDiffersBetweenRunsOrMachines() {
    Set<String> banned =
        Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.identityHashCode",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.lineSeparator",
            "java.lang.System.out",
            "java.lang.System.err",
            "java.lang.System.in",
            "java.lang.Math.random",
            "java.lang.Math.log",
            "java.lang.Math.log10",
            "java.lang.Math.log1p",
            "java.lang.Math.pow",
            "java.lang.Math.exp",
            "java.lang.Math.expm1",
            "java.lang.Math.cbrt",
            "java.lang.Math.sin",
            "java.lang.Math.cos",
            "java.lang.Math.tan",
            "java.lang.Math.asin",
            "java.lang.Math.acos",
            "java.lang.Math.atan",
            "java.lang.Math.atan2",
            "java.lang.Math.sinh",
            "java.lang.Math.cosh",
            "java.lang.Math.tanh",
            "java.lang.Math.hypot",
            "java.util.Locale.getDefault",
            "java.nio.charset.Charset.defaultCharset",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalDate.now",
            "java.util.Collections.shuffle");
    Set<String> defaultLocale =
        Set.of(
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)");
    List<String> broken = new ArrayList<>();
    for (JavaClass each : core()) {
      for (JavaAccess<?> access : each.getAccessesFromSelf()) {
        String full = access.getTarget().getFullName();
        int bracket = full.indexOf('(');
        String name = bracket < 0 ? full : full.substring(0, bracket);
        if (banned.contains(name) || defaultLocale.contains(full)) {
          broken.add(access.getDescription());
        }
      }
    }
    assertThat(broken).as("use the ports, StrictMath, Locale.ROOT").isEmpty();
  }

  private static List<JavaClass> core() {
    return classes.stream()
        .filter(each -> !FRONTS.contains(room(each)))
        .collect(Collectors.toList());
  }

  /** States that no class of a room, or of a room inside it, knows one of the others. */
  private static void never(String room, String... others) {
    for (String other : others) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "." + other + "..")
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  private static void onlyIn(String library, String... rooms) {
    String[] homes = new String[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      homes[i] = ROOT + "." + rooms[i] + "..";
    }
    noClasses()
        .that(resideOutsideOfPackages(homes))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(classes);
  }

  private static boolean isOurs(JavaClass each) {
    return each.getPackageName().equals(ROOT) || each.getPackageName().startsWith(ROOT + ".");
  }

  private static String room(JavaClass each) {
    String name = each.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static String outermost(JavaClass each) {
    JavaClass outer = each;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }
}
