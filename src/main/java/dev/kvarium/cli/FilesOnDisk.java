package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of the machine, and behind them the scenarios that are packed into the program: a name
 * that is no file is looked up among those, with or without {@code .kv}.
 */
public final class FilesOnDisk implements TextFiles {
  /** Larger files are no scripts; in bytes. */
  private static final int LARGEST_BYTES = 256 << 20;

  /** The same of what is no ordinary file: a pipe, a device. */
  private static final int LARGEST_FROM_PIPE_BYTES = 16 << 20;

  /** How many names are offered for one beginning. */
  private static final int MOST_NAMES = 200;

  private static final Packaged SCENARIOS = new Packaged("scenarios/", ".kv");

  /** By java.io throughout, which a start has loaded anyway, unlike channels. */
  @Override
  public String read(String name) throws Refusal {
    File file = new File(named(name));
    try {
      if (file.isDirectory()) {
        throw new Refusal(name + " is a directory: name a file in it");
      }
      if (!file.exists()) {
        return packaged(name);
      }
      if (!file.canRead()) {
        throw new Refusal("cannot read " + name + ": permission denied");
      }
      int most = file.isFile() ? LARGEST_BYTES : LARGEST_FROM_PIPE_BYTES;
      if (file.length() > most) {
        throw tooLarge(name, most);
      }
      return ScriptParser.decode(name, bytes(name, file, most));
    } catch (UnusableScript notText) {
      throw new Refusal(notText.what());
    } catch (IOException broken) {
      throw new Refusal("cannot read " + name + ": " + broken.getMessage());
    } catch (OutOfMemoryError tooLarge) {
      throw new Refusal(name + " does not fit into memory: split it, or give Java more (-Xmx)");
    }
  }

  @Override
  public boolean has(String name) throws Refusal {
    return new File(named(name)).isFile();
  }

  @Override
  public void write(String name, String text) throws Refusal {
    try {
      Path path = Path.of(named(name));
      if (Files.isDirectory(path)) {
        throw new Refusal("cannot write " + name + ": it is a directory");
      }
      if (!Files.exists(path) && SCENARIOS.open(name) != null) {
        throw new Refusal(
            "cannot write " + name + ": it is a packaged scenario; copy it to a file first");
      }
      Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidPathException impossible) {
      throw new Refusal("'" + name + "' cannot be the name of a file");
    } catch (AccessDeniedException denied) {
      throw new Refusal("cannot write " + name + ": permission denied");
    } catch (NoSuchFileException missing) {
      throw new Refusal("cannot write " + name + ": there is no such directory");
    } catch (IOException broken) {
      throw new Refusal("cannot write " + name + ": " + broken.getMessage());
    }
  }

  @Override
  public List<String> names(String prefix) {
    int slash = prefix.lastIndexOf('/');
    String folder = prefix.substring(0, slash + 1);
    String begun = prefix.substring(slash + 1);
    List<String> names = new ArrayList<>();
    File[] files = new File(folder.isEmpty() ? "." : folder).listFiles();
    for (File file : files == null ? new File[0] : files) {
      String name = file.getName();
      boolean hidden = name.startsWith(".") && !begun.startsWith(".");
      if (name.startsWith(begun) && !hidden) {
        names.add(folder + name + (file.isDirectory() ? "/" : ""));
      }
    }
    if (slash < 0) {
      packagedNames().stream().filter(name -> name.startsWith(begun)).forEach(names::add);
    }
    return names.stream().sorted().distinct().limit(MOST_NAMES).toList();
  }

  /** All bytes of a file, or of a pipe or device that may have no end. */
  private static byte[] bytes(String name, File file, int most) throws IOException, Refusal {
    try (InputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most) {
        throw tooLarge(name, most);
      }
      return bytes;
    }
  }

  private static Refusal tooLarge(String name, int most) {
    return new Refusal(name + " is too large for a script: more than " + most + " bytes");
  }

  /** The name, if it can be one of a file. */
  private static String named(String name) throws Refusal {
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      throw new Refusal("'" + name + "' cannot be the name of a file");
    }
    return name;
  }

  private static String packaged(String name) throws Refusal, IOException, UnusableScript {
    try (InputStream in = SCENARIOS.open(name)) {
      if (in != null) {
        return ScriptParser.decode(name, in.readAllBytes());
      }
    }
    String names = String.join(", ", packagedNames());
    throw new Refusal(
        "there is no file "
            + name
            + (names.isEmpty() ? "" : ", nor a scenario of that name; there are " + names));
  }

  /** The scenarios on board, without their ending, sorted. */
  public static List<String> packagedNames() {
    return SCENARIOS.names();
  }
}
