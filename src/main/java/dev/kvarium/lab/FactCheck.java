package dev.kvarium.lab;

import dev.kvarium.base.Bytes;
import dev.kvarium.event.EventLog;
import dev.kvarium.event.Facts;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ~ Family.Fact args…}: a fact that must have been stated since the last input. What is
 * given behind the name is compared, word by word, with the first components of the fact.
 */
final class FactCheck {
  private final Lab lab;

  FactCheck(Lab lab) {
    this.lab = lab;
  }

  List<Part> check(String text) throws Refusal {
    byte[][] words = Lines.split(text).args();
    String name = Bytes.text(words[0]);
    List<String> names = Facts.names();
    String known =
        names.stream()
            .filter(each -> each.equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        "there is no fact '"
                            + name
                            + "'"
                            + NearWords.question(
                                name, names, ":events lists those that were stated")));
    EventLog.@Nullable Entry nearest = null;
    List<EventLog.Entry> facts = lab.events().since(lab.sinceInput());
    for (EventLog.Entry each : facts) {
      if (Facts.name(each.event()).equals(known)) {
        List<Facts.Component> components = Facts.components(each.event());
        if (words.length - 1 > components.size()) {
          throw new Refusal(
              known
                  + " has "
                  + components.size()
                  + " components, "
                  + String.join(", ", components.stream().map(Facts.Component::name).toList())
                  + ": "
                  + (words.length - 1)
                  + " are given");
        }
        if (agrees(components, words)) {
          return List.of();
        }
        nearest = each;
      }
    }
    throw new Refusal(missing(text, known, nearest, facts.size()));
  }

  private static boolean agrees(List<Facts.Component> components, byte[][] words) {
    for (int i = 1; i < words.length; i++) {
      byte[] stated = EventText.bytes(components.get(i - 1).value());
      if (!Arrays.equals(stated, words[i])) {
        return false;
      }
    }
    return true;
  }

  private String missing(String text, String known, EventLog.@Nullable Entry nearest, int facts) {
    String wanted = "not stated since the last input: " + text + "\n";
    if (nearest != null) {
      return wanted + "stated was: " + EventText.of(nearest, lab.startMicros());
    }
    return wanted
        + "no "
        + known
        + " was stated"
        + (facts == 0 ? ", nor anything else" : "; :events lists the " + facts + " facts");
  }
}
