package dev.kvarium.lab;

import dev.kvarium.base.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What lies on the disk of a node, and damaging it. */
final class DiskDirectives {
  private DiskDirectives() {}

  static List<DirectiveRow> rows() {
    return List.of(
        new DirectiveRow(
            "corrupt",
            "break",
            "FILE OFFSET [XOR HEX | BYTES TEXT]",
            "Damages a file of the node at the prompt: XOR turns bits over, all of a byte if"
                + " nothing is said; a negative offset counts from the end",
            DiskDirectives::corrupt),
        new DirectiveRow(
            "files",
            "look",
            "",
            "Draws the files of the node at the prompt: what is on the disk, what in the page cache"
                + " alone",
            (lab, arguments) -> {
              arguments.atMost(0);
              return LookDirectives.show(lab, "disk", List.of());
            }));
  }

  private static List<Part> corrupt(Lab lab, DirectiveArguments arguments) throws Refusal {
    arguments.atMost(4);
    Machine machine = FaultDirectives.machine(lab, lab.node());
    String file = file(machine, arguments.word(0, "a file"));
    long size = machine.disk().sizeBytes(file);
    long offset = offset(arguments.word(1, "an offset"), size);
    String how = arguments.word(2).orElse("xor").toLowerCase(Locale.ROOT);
    byte[] by;
    if (how.equals("xor")) {
      byte[] mask = hex(arguments.word(3).orElse("ff"));
      byte[] there = machine.disk().read(file).orElseThrow();
      by = new byte[(int) StrictMath.min(mask.length, size - offset)];
      for (int i = 0; i < by.length; i++) {
        by[i] = (byte) (there[(int) offset + i] ^ mask[i]);
      }
    } else if (how.equals("bytes")) {
      by = Blob.of(arguments.word(3, "the bytes")).bytes();
    } else {
      throw new Refusal(
          ":corrupt takes XOR or BYTES, not '"
              + arguments.word(2).orElse("")
              + "'"
              + NearWords.question(how, List.of("xor", "bytes")));
    }
    Step.Corrupt step = new Step.Corrupt(machine.name(), file, offset, by);
    int changed = lab.perform(step, true, world -> world.faults().corrupt(step));
    return List.of(
        new Part.Said(
            file
                + ": "
                + changed
                + (changed == 1 ? " byte" : " bytes")
                + " from "
                + offset
                + " on "
                + (changed == 1 ? "is" : "are")
                + " another now"));
  }

  /** A file by its name, with or without its directory. */
  private static String file(Machine machine, String typed) throws Refusal {
    List<String> names = machine.disk().names();
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (name.equals(typed)) {
        return name;
      }
      if (name.endsWith("/" + typed)) {
        found.add(name);
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new Refusal(
        "there is no file '" + typed + "'" + NearWords.question(typed, names, ":files lists them"));
  }

  private static long offset(String typed, long size) throws Refusal {
    if (!typed.matches("-?[0-9]{1,15}")) {
      throw new Refusal(":corrupt takes an offset in bytes, not '" + typed + "'");
    }
    long number = Long.parseLong(typed);
    long offset = number < 0 ? size + number : number;
    if (offset < 0 || offset >= size) {
      throw new Refusal("there is no byte " + typed + ": the file has " + size + " bytes");
    }
    return offset;
  }

  private static byte[] hex(String typed) throws Refusal {
    String digits = typed.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    if (!digits.matches("([0-9a-f]{2})+")) {
      throw new Refusal("XOR takes bytes in hexadecimal, such as 01 or ff00, not '" + typed + "'");
    }
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }
}
