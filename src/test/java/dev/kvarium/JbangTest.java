package dev.kvarium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What jbang starts is what Maven builds. */
class JbangTest {
  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+\\.version)>([^<]+)</\\1>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

  @Test
  void theScriptNamesTheDependenciesOfThePom() throws IOException {
    String script = Files.readString(Path.of("jbang/kvarium.java"));
    List<String> named =
        script
            .lines()
            .filter(line -> line.startsWith("//DEPS "))
            .map(line -> line.substring("//DEPS ".length()).strip())
            .toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(dependenciesOfThePom());
  }

  @Test
  void theCatalogNamesTheVersionOfThePom() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = element("version", pom.substring(pom.indexOf("<artifactId>kvarium<")));
    assertThat(Files.readString(Path.of("jbang/jbang-catalog.json")))
        .contains("\"dev.kvarium:kvarium:" + version + "\"");
  }

  private static List<String> dependenciesOfThePom() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Map<String, String> versions = new HashMap<>();
    for (Matcher each = PROPERTY.matcher(pom); each.find(); ) {
      versions.put(each.group(1), each.group(2));
    }
    List<String> dependencies = new ArrayList<>();
    int managed = pom.indexOf("</dependencyManagement>");
    Matcher each = DEPENDENCY.matcher(pom.substring(managed, pom.indexOf("<build>")));
    while (each.find()) {
      String block = each.group(1);
      if (block.contains("<scope>test</scope>")) {
        continue;
      }
      String group = element("groupId", block);
      String version =
          block.contains("<version>")
              ? REFERENCE
                  .matcher(element("version", block))
                  .replaceAll((MatchResult found) -> versions.getOrDefault(found.group(1), "?"))
              : managedVersion(group, versions);
      String classifier = block.contains("<classifier>") ? ":" + element("classifier", block) : "";
      dependencies.add(group + ":" + element("artifactId", block) + ":" + version + classifier);
    }
    assertThat(dependencies).isNotEmpty();
    return dependencies;
  }

  /** The version of what a bill of materials manages: that of the bill. */
  private static String managedVersion(String group, Map<String, String> versions) {
    assertThat(group).isEqualTo("io.netty");
    return versions.getOrDefault("netty.version", "?");
  }

  private static String element(String name, String within) {
    int start = within.indexOf("<" + name + ">") + name.length() + 2;
    return within.substring(start, within.indexOf("</" + name + ">", start));
  }
}
