package dev.kvarium.cli;

import dev.kvarium.cli.LintCommand.Source;
import dev.kvarium.cli.LintCommand.Unusable;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.KeyLines;
import dev.kvarium.lint.Lint;
import dev.kvarium.lint.NodeKeys;
import dev.kvarium.lint.StoredNode;
import dev.kvarium.redis.RedisNode;
import dev.kvarium.redis.value.Shaping;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files whose keys can be looked at: lists, RDB files, folders of append-only files. */
final class LintFile {
  private static final int HEAD_BYTES = 9;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String MANIFEST = ".manifest";

  private LintFile() {}

  /** The keys of a file, or of the standard input. */
  static Source of(String name) throws IOException, Unusable {
    if (name.equals("-")) {
      return new Lines("(standard input)", "", new BufferedInputStream(System.in, BUFFER_BYTES));
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return log(name, path);
    }
    InputStream in;
    try {
      in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    } catch (NoSuchFileException none) {
      throw new Unusable("there is no file " + name);
    }
    in.mark(HEAD_BYTES);
    byte[] head = in.readNBytes(HEAD_BYTES);
    in.reset();
    if (!StoredNode.isRdb(head)) {
      return new Lines(name, uri(name), in);
    }
    in.close();
    try {
      long atMillis = Files.getLastModifiedTime(path).toMillis();
      return new Node(name, uri(name), StoredNode.ofRdb(Files.readAllBytes(path), atMillis));
    } catch (StoredNode.Unreadable unreadable) {
      throw new Unusable(name + ": " + unreadable.getMessage());
    }
  }

  /** The log in a folder, or in the folder appendonlydir inside it. */
  private static Source log(String name, Path folder) throws IOException, Unusable {
    Path home = folder;
    String manifest = manifest(home);
    if (manifest.isEmpty()) {
      home = folder.resolve("appendonlydir");
      manifest = Files.isDirectory(home) ? manifest(home) : "";
    }
    if (manifest.isEmpty()) {
      throw new Unusable(name + ": there is no manifest of an append-only file in this folder");
    }
    Map<String, byte[]> files = new TreeMap<>();
    long atMillis = 0;
    for (Path each : files(home)) {
      String file = each.getFileName().toString();
      files.put("appendonlydir/" + file, Files.readAllBytes(each));
      atMillis = Math.max(atMillis, Files.getLastModifiedTime(each).toMillis());
    }
    String log = manifest.substring(0, manifest.length() - MANIFEST.length());
    try {
      return new Node(name, uri(name), StoredNode.ofLog(files, "appendonlydir", log, atMillis));
    } catch (StoredNode.Unreadable unreadable) {
      throw new Unusable(name + ": " + unreadable.getMessage());
    }
  }

  private static String manifest(Path folder) throws IOException {
    for (Path each : files(folder)) {
      String file = each.getFileName().toString();
      if (file.endsWith(MANIFEST)) {
        return file;
      }
    }
    return "";
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String uri(String name) {
    return name.replace('\\', '/').replace("%", "%25").replace(" ", "%20");
  }

  /** A list. */
  private record Lines(String name, String uri, InputStream in) implements Source {
    @Override
    public Shaping shaping() {
      return Guidelines.usualShaping();
    }

    @Override
    public void show(Lint lint) throws IOException, Unusable {
      try (in) {
        new KeyLines(in, lint::look).read();
      } catch (KeyLines.BadLine bad) {
        throw new Unusable(name + ": " + bad.getMessage());
      }
    }
  }

  /** A node that has read what a server left. */
  private record Node(String name, String uri, RedisNode node) implements Source {
    @Override
    public Shaping shaping() {
      return node.shaping();
    }

    @Override
    public void show(Lint lint) {
      NodeKeys.show(node, node.nowMillis(), Map.of(), lint::look);
    }
  }
}
