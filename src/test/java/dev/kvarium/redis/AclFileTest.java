package dev.kvarium.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.base.Bytes;
import org.junit.jupiter.api.Test;

/** Users that are kept in a file. */
class AclFileTest {
  private static final String HASH =
      "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90";

  private final TestNode node = node("user default on nopass ~* &* +@all\n");

  private static TestNode node(String users) {
    TestNode.MemoryDisk disk = new TestNode.MemoryDisk();
    byte[] bytes = Bytes.latin1(users);
    disk.open("users.acl").append(bytes, 0, bytes.length);
    return new TestNode(RedisConfig.standard().with("aclfile", "users.acl"), false, disk);
  }

  private String file() {
    return Bytes.latin1Text(node.disk.read("users.acl").orElseThrow());
  }

  @Test
  void usersAreWrittenAndReadAgain() {
    node.run("ACL SETUSER alice on >alice ~a:* %R~r:* &news +@read (+set ~s:*)");
    assertThat(node.say("ACL SAVE")).isEqualTo("OK");
    assertThat(file())
        .isEqualTo(
            "user alice on #"
                + HASH
                + " ~a:* %R~r:* resetchannels &news -@all +@read"
                + " (~s:* resetchannels -@all +set)\n"
                + "user default on nopass ~* &* +@all\n");
    node.run("ACL DELUSER alice");
    assertThat(node.say("ACL LOAD")).isEqualTo("OK");
    assertThat(node.say("ACL USERS")).contains("alice");
    assertThat(node.say("ACL DRYRUN alice GET a:1")).isEqualTo("OK");
    assertThat(node.say("ACL DRYRUN alice SET s:1 v")).isEqualTo("OK");
    assertThat(node.say("ACL DRYRUN alice SET a:1 v")).contains("'a:1' key");
  }

  @Test
  void aFileWithMistakesChangesNothing() {
    node.disk.delete("users.acl");
    byte[] bytes = Bytes.latin1("user bob on +nosuch\nuser bob on\nhallo\nuser eve ~* ~x ~y\n");
    node.disk.open("users.acl").append(bytes, 0, bytes.length);
    assertThat(node.say("ACL LOAD"))
        .contains(
            "users.acl:1: Error in applying operation '+nosuch': Unknown command or category name"
                + " in ACL. WARNING: Duplicate user 'bob' found on line 2. users.acl:3 should start"
                + " with user keyword followed by the username. users.acl:4: Adding a pattern")
        .endsWith(
            "WARNING: ACL errors detected, no change to the previously active ACL rules was"
                + " performed");
    assertThat(node.say("ACL USERS")).doesNotContain("bob");
  }
}
