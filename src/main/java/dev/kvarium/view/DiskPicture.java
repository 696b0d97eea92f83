package dev.kvarium.view;

import dev.kvarium.sim.DiskSettings;
import dev.kvarium.sim.DiskSnapshot;
import dev.kvarium.world.DiskError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A row for each file with the part of it that is on the disk, and what is known of its name. */
record DiskPicture(String node, long nowMicros, long startMicros, Optional<DiskSnapshot> disk)
    implements RowsPicture {
  private static final int BAR = 12;

  @Override
  public String narration() {
    StringBuilder text = new StringBuilder(title()).append(", ").append(time()).append(".\n");
    disk.ifPresent(
        seen -> {
          seen.files().forEach(file -> text.append(words(file)).append(".\n"));
          rest(seen).forEach(row -> text.append(row).append(".\n"));
        });
    return text.append(foot()).toString();
  }

  @Override
  public String time() {
    return "t " + Quantity.clock(nowMicros - startMicros);
  }

  @Override
  public String title() {
    return "disk · "
        + node
        + disk.map(
                seen ->
                    " · "
                        + Quantity.count(seen.files().size(), "file")
                        + " · "
                        + Quantity.bytes(seen.bytes()))
            .orElse("");
  }

  @Override
  public List<StyledText> lines() {
    List<StyledText> lines = new ArrayList<>();
    if (disk.isEmpty()) {
      return lines;
    }
    for (DiskSnapshot.File file : disk.get().files()) {
      lines.add(bar(file).plus(" " + words(file), Style.PLAIN));
    }
    for (String row : rest(disk.get())) {
      lines.add(StyledText.of(row, Style.DIM));
    }
    return lines;
  }

  /** How much of a file is on the disk, and how much in the page cache alone. */
  private static StyledText bar(DiskSnapshot.File file) {
    long safe = file.bytes() - file.atStakeBytes();
    int disk =
        file.bytes() == 0
            ? 0
            : safe == 0
                ? 0
                : (int)
                    Math.max(
                        1,
                        Math.min(BAR - (safe < file.bytes() ? 1 : 0), safe * BAR / file.bytes()));
    int cache = file.bytes() == 0 ? 0 : BAR - disk;
    return StyledText.of(String.valueOf(Hue.DISK.glyph()).repeat(disk), Style.DISK)
        .plus(String.valueOf(Hue.PAGE_CACHE.glyph()).repeat(cache), Style.PAGE_CACHE)
        .plus(" ".repeat(BAR - disk - cache), Style.PLAIN);
  }

  private String words(DiskSnapshot.File file) {
    StringBuilder text = new StringBuilder(file.name()).append("  ");
    text.append(Quantity.bytes(file.bytes()));
    if (file.bytes() == 0) {
      text.append(", empty");
    } else if (file.unsyncedBytes() == 0) {
      text.append(" on the disk");
    } else {
      text.append(", ").append(Quantity.bytes(file.unsyncedBytes())).append(" not synced");
      if (file.dirtyMicros() >= 0 && nowMicros > file.dirtyMicros()) {
        text.append(" (").append(Quantity.span(nowMicros - file.dirtyMicros())).append(")");
      }
    }
    if (file.syncing()) {
      text.append(", a sync is running");
    }
    if (file.givenUpBytes() > 0) {
      text.append(", ").append(Quantity.bytes(file.givenUpBytes()));
      text.append(" given up since a sync failed");
    }
    if (!file.named()) {
      text.append(file.kept() ? ", on the disk by another name" : ", its name not synced");
    }
    return text.toString();
  }

  /** What else there is to say, a row each. */
  private static List<String> rest(DiskSnapshot seen) {
    List<String> rows = new ArrayList<>();
    seen.droppedNames().forEach(name -> rows.add("a power cut brings back " + name));
    seen.manifest().forEach(line -> rows.add("manifest  " + line));
    DiskSettings settings = seen.settings();
    if (settings.capacityBytes() != DiskSettings.UNLIMITED) {
      rows.add(
          "full at "
              + Quantity.bytes(settings.capacityBytes())
              + ", "
              + Quantity.bytes(Math.max(0, settings.capacityBytes() - seen.bytes()))
              + " left");
    }
    fails(rows, "writes", settings.faults().write(), settings.faults().files());
    fails(rows, "syncs", settings.faults().sync(), settings.faults().files());
    fails(rows, "renames", settings.faults().rename(), settings.faults().files());
    return rows;
  }

  private static void fails(
      List<String> rows, String what, Optional<DiskError.Kind> fault, String files) {
    fault.ifPresent(
        kind ->
            rows.add(
                Hue.LOST.glyph()
                    + " "
                    + what
                    + (files.equals("*") ? "" : " of " + files)
                    + " fail: "
                    + kind.text()));
  }

  @Override
  public String foot() {
    if (disk.isEmpty()) {
      return node + " has no disk.";
    }
    long files = disk.get().files().stream().filter(file -> file.atStakeBytes() > 0).count();
    long bytes = disk.get().files().stream().mapToLong(DiskSnapshot.File::atStakeBytes).sum();
    return bytes == 0
        ? "A power cut now takes nothing: all is on the disk."
        : "A power cut now takes "
            + Quantity.bytes(bytes)
            + " of "
            + Quantity.count(files, "file")
            + ".";
  }
}
