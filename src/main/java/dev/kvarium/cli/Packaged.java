package dev.kvarium.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Files of one folder that are on board, in the jar or beside the classes.
 *
 * @param folder its name, with a slash behind it
 * @param ending that of its files, with its dot
 */
record Packaged(String folder, String ending) {
  /** A file by its name, with or without its ending; null when there is none. */
  @Nullable InputStream open(String name) {
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return null;
    }
    String file = name.endsWith(ending) ? name : name + ending;
    return Packaged.class.getResourceAsStream("/" + folder + file);
  }

  /** The names of the files without their ending, sorted. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      File home =
          new File(Packaged.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (home.isDirectory()) {
        String[] files = new File(home, folder).list();
        for (String file : files == null ? new String[0] : files) {
          addName(names, file);
        }
      } else {
        try (ZipFile jar = new ZipFile(home)) {
          for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
            String entry = all.nextElement().getName();
            if (entry.startsWith(folder)) {
              addName(names, entry.substring(folder.length()));
            }
          }
        }
      }
    } catch (URISyntaxException | IOException unlisted) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  private void addName(List<String> names, String file) {
    if (file.endsWith(ending) && file.indexOf('/') < 0) {
      names.add(file.substring(0, file.length() - ending.length()));
    }
  }
}
