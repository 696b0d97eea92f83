package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.script.ScriptParser;
import dev.kvarium.script.UnusableScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  private static final Packaged SCENARIOS = new Packaged("scenarios/", ".kv");

  @Override
  public String read(String name) throws Refusal {
    Path path = path(name);
    try {
      if (Files.isDirectory(path)) {
        throw new Refusal(name + " is a directory: name a file in it");
      }
      if (!Files.exists(path)) {
        return packaged(name);
      }
      int most = Files.isRegularFile(path) ? LARGEST_BYTES : LARGEST_FROM_PIPE_BYTES;
      if (Files.size(path) > most) {
        throw tooLarge(name, most);
      }
      return ScriptParser.decode(name, bytes(name, path, most));
    } catch (UnusableScript notText) {
      throw new Refusal(notText.what());
    } catch (AccessDeniedException denied) {
      throw new Refusal("cannot read " + name + ": permission denied");
    } catch (IOException broken) {
      throw new Refusal("cannot read " + name + ": " + broken.getMessage());
    } catch (OutOfMemoryError tooLarge) {
      throw new Refusal(name + " does not fit into memory: split it, or give Java more (-Xmx)");
    }
  }

  @Override
  public void write(String name, String text) throws Refusal {
    Path path = path(name);
    try {
      if (Files.isDirectory(path)) {
        throw new Refusal("cannot write " + name + ": it is a directory");
      }
      if (!Files.exists(path) && SCENARIOS.open(name) != null) {
        throw new Refusal(
            "cannot write " + name + ": it is a packaged scenario; copy it to a file first");
      }
      Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    } catch (AccessDeniedException denied) {
      throw new Refusal("cannot write " + name + ": permission denied");
    } catch (NoSuchFileException missing) {
      throw new Refusal("cannot write " + name + ": there is no such directory");
    } catch (IOException broken) {
      throw new Refusal("cannot write " + name + ": " + broken.getMessage());
    }
  }

  /** All bytes of a file, or of a pipe or device that may have no end. */
  private static byte[] bytes(String name, Path path, int most) throws IOException, Refusal {
    try (InputStream in = Files.newInputStream(path)) {
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

  private static Path path(String name) throws Refusal {
    try {
      if (!name.isBlank()) {
        return Path.of(name);
      }
    } catch (InvalidPathException impossible) {
      // refused below
    }
    throw new Refusal("'" + name + "' cannot be the name of a file");
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
