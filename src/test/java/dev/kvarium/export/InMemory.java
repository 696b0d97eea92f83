package dev.kvarium.export;

import dev.kvarium.lab.Lab;
import dev.kvarium.lab.TextFiles;
import dev.kvarium.lab.WorldSpec;
import dev.kvarium.script.RunDirective;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that last as long as a test, and a lab that has them. */
final class InMemory implements TextFiles {
  final Map<String, String> files = new LinkedHashMap<>();

  @Override
  public String read(String name) {
    return String.valueOf(files.get(name));
  }

  @Override
  public boolean has(String name) {
    return files.containsKey(name);
  }

  @Override
  public void write(String name, String text) {
    files.put(name, text);
  }

  Lab lab(String... lines) {
    Lab lab = Lab.open(WorldSpec.DEFAULT, this);
    RunDirective.register(lab);
    ExportDirectives.register(lab);
    for (String line : lines) {
      lab.enter(line);
    }
    return lab;
  }
}
