package dev.kvarium.cli;

import dev.kvarium.lab.Refusal;
import dev.kvarium.server.ClassRoster;
import dev.kvarium.server.Classroom;
import dev.kvarium.tui.Board;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A class that is served: who is in it, the tokens, and the list of who is where. */
final class ServedClass {
  private static final int MOST_LEARNERS = 500;
  private static final int TOKEN_DIGITS = 12;

  private final ClassOptions options;

  ServedClass(ClassOptions options) {
    this.options = options;
  }

  /**
   * Serves until it is ended; the exit code.
   *
   * @param onScreen whether the list is shown in the full screen
   */
  int serve(InetAddress address, int port, long seed, boolean onScreen, boolean ascii)
      throws IOException, InterruptedException, Refusal {
    if (onScreen && System.console() == null) {
      throw new Refusal("--tui needs a terminal; --list 10 prints who is where every ten seconds");
    }
    List<ClassRoster.Learner> learners = learners();
    try (Classroom room = Classroom.open(address, port, learners, options.limits(), seed)) {
      Runtime.getRuntime().addShutdownHook(new Thread(room::close, "close"));
      List<String> sheet = sheet(learners, room, address);
      sheet.forEach(System.out::println);
      if (!address.isLoopbackAddress()) {
        System.err.println(
            "kvarium: whoever reaches "
                + address.getHostAddress()
                + " may try tokens; what is sent"
                + " is not encrypted");
      }
      if (onScreen) {
        Board.show(() -> ClassRoster.lines(room.places()), "the class", ascii);
        return 0;
      }
      while (options.listSeconds > 0) {
        TimeUnit.SECONDS.sleep(options.listSeconds);
        ClassRoster.lines(room.places()).forEach(System.out::println);
      }
      room.awaitClose();
      return 0;
    }
  }

  /** What a teacher hands out: a line for each learner, to be typed as it is. */
  private static List<String> sheet(
      List<ClassRoster.Learner> learners, Classroom room, InetAddress address) {
    List<String> lines = new ArrayList<>();
    lines.add("kvarium " + Version.NUMBER + " serves a class of " + learners.size());
    List<ClassRoster.Place> places = room.places();
    for (int i = 0; i < learners.size(); i++) {
      ClassRoster.Learner each = learners.get(i);
      lines.add(
          each.name()
              + "  redis-cli -h "
              + address.getHostAddress()
              + " -p "
              + places.get(i).port()
              + " --user "
              + each.name()
              + " --pass "
              + each.token());
    }
    return lines;
  }

  private List<ClassRoster.Learner> learners() throws Refusal {
    String given = String.valueOf(options.learners);
    Set<String> names = new LinkedHashSet<>();
    if (given.matches("[0-9]{1,4}")) {
      for (int i = 1; i <= Integer.parseInt(given); i++) {
        names.add("learner-" + (i < 10 ? "0" : "") + i);
      }
    } else {
      for (String line : new FilesOnDisk().read(Path.of(given).toString()).lines().toList()) {
        String name = line.strip();
        if (name.isEmpty() || name.startsWith("#")) {
          continue;
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}") || name.equals("default")) {
          throw new Refusal(
              given + ": '" + name + "' cannot be a user: letters, digits and . _ @ - make a name");
        }
        if (!names.add(name)) {
          throw new Refusal(given + ": " + name + " stands there twice");
        }
      }
    }
    if (names.isEmpty() || names.size() > MOST_LEARNERS) {
      throw new Refusal("--class takes from 1 to " + MOST_LEARNERS + " learners");
    }
    return names.stream().map(each -> new ClassRoster.Learner(each, token(each))).toList();
  }

  /** A token that nobody guesses; with a secret, the one that it gives this name. */
  private String token(String name) {
    if (options.secret.isEmpty()) {
      byte[] chance = new byte[TOKEN_DIGITS / 2];
      new SecureRandom().nextBytes(chance);
      return HexFormat.of().formatHex(chance);
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(options.secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] sum = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum).substring(0, TOKEN_DIGITS);
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
