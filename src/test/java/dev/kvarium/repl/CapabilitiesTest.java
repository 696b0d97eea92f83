package dev.kvarium.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
  @Test
  void everyShortNameStandsForWhatJLineSays() {
    Map<String, Capability> theirs = InfoCmp.getCapabilitiesByName();
    assertThat(theirs).hasSizeGreaterThan(400);
    theirs.forEach(
        (name, capability) -> {
          if (!name.equals(capability.name())) {
            assertThat(CapabilityNames.named(name)).as(name).isEqualTo(capability);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ansi",
        "dumb",
        "dumb-color",
        "rxvt",
        "rxvt-unicode",
        "rxvt-unicode-256color",
        "screen",
        "screen-256color",
        "xterm",
        "xterm-256color"
      })
  void aDescriptionIsReadAsJLineReadsIt(String type) {
    String description = InfoCmp.getDefaultInfoCmp(type);
    Set<Capability> flags = EnumSet.noneOf(Capability.class);
    Map<Capability, Integer> numbers = new EnumMap<>(Capability.class);
    Map<Capability, String> strings = new EnumMap<>(Capability.class);
    InfoCmp.parseInfoCmp(description, flags, numbers, strings);
    assertThat(strings).isNotEmpty();
    Capabilities read = Capabilities.parse(description);
    // the one string that holds a comma, where JLine breaks off
    strings.remove(Capability.acs_chars);
    read.strings().remove(Capability.acs_chars);
    assertThat(read).isEqualTo(new Capabilities(flags, numbers, strings));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm-256color", "screen-256color"})
  void theCommonTerminalsAreDescribedAsJLineDescribesThem(String type) {
    assertThat(Capabilities.parse(CommonTerminals.description(type)))
        .isEqualTo(Capabilities.parse(InfoCmp.getDefaultInfoCmp(type)));
  }

  @Test
  void whatNobodyHasADescriptionOfCountsAsXterm() throws InterruptedException {
    assertThat(Capabilities.of("no-such-terminal")).isEqualTo(Capabilities.of("xterm"));
  }

  @Test
  void aCommaMayBeEscapedAndANumberHexadecimal() {
    Capabilities read = Capabilities.parse("x|y,\n\tam, cols#0x50, bel=a\\,b, el=\\E[K,\n");
    assertThat(read.flags()).containsExactly(Capability.auto_right_margin);
    assertThat(read.numbers()).containsExactly(Map.entry(Capability.columns, 80));
    assertThat(read.strings())
        .containsExactly(
            Map.entry(Capability.bell, "a\\,b"), Map.entry(Capability.clr_eol, "\\E[K"));
  }
}
