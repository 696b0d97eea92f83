package dev.kvarium.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvarium.lint.Finding;
import dev.kvarium.lint.Guidelines;
import dev.kvarium.lint.Limits;
import dev.kvarium.lint.Lint;
import dev.kvarium.memcached.RealMemcached;
import dev.kvarium.server.MemcachedKeys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The items of a running memcached are looked at by what its crawler prints. */
class LintOnRealMemcachedTest {
  @Test
  void itemsAreReadWithTheirNamesAndTimesToLive() throws Exception {
    try (RealMemcached real = new RealMemcached()) {
      StringBuilder items = new StringBuilder();
      for (int i = 0; i < 1_500; i++) {
        items.append("set v1:page:").append(i).append(" 0 100 1\r\nx\r\n");
      }
      items.append("set v1:gr%C3%B6%C3%9Fe:1 0 0 1\r\nx\r\n");
      items.append("set user 0 100 1\r\nx\r\n");
      real.send(items.toString());
      try (MemcachedKeys keys = new MemcachedKeys("127.0.0.1", real.port())) {
        assertThat(keys.size()).isEqualTo(1_502);
        Lint lint = new Lint(Guidelines.all(Limits.USUAL, true, Guidelines.usualShaping()));
        List<Long> told = new ArrayList<>();
        keys.show(lint::look, told::add);
        assertThat(told).containsExactly(1_000L, 1_502L);
        List<Finding> findings = lint.report("memcached").findings();
        assertThat(findings)
            .extracting(each -> each.rule().name() + " " + each.key())
            .containsExactly(
                "key-hierarchy user", "key-version user", "no-ttl v1:gr%C3%B6%C3%9Fe:1");
      }
    }
  }
}
