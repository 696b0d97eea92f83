package dev.kvarium.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvarium.redis.RedisConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The encrypted port, with certificates made for the occasion. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsTest {
  private static final char[] PASSWORD = "kvarium".toCharArray();

  @TempDir static Path folder;
  private static KeyStore store;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Path file = folder.resolve("store.p12");
    Process keytool = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    Key key = store.getKey("redis", PASSWORD);
    Certificate certificate = store.getCertificate("redis");
    write("redis.key", "PRIVATE KEY", key.getEncoded());
    write("redis.crt", "CERTIFICATE", certificate.getEncoded());
  }

  private static List<String> command(Path file) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias redis -keyalg RSA -keysize 2048 -validity 30 -dname CN=redis"
            + " -ext SAN=ip:127.0.0.1 -storetype PKCS12 -storepass kvarium -keystore";
    List<String> command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ")));
    command.add(file.toString());
    return command;
  }

  private static void write(String name, String kind, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static RedisServer serve(String authClients) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RedisConfig config =
        RedisConfig.standard()
            .with("tls-port", Integer.toString(port))
            .with("tls-cert-file", folder.resolve("redis.crt").toString())
            .with("tls-key-file", folder.resolve("redis.key").toString())
            .with("tls-ca-cert-file", folder.resolve("redis.crt").toString())
            .with("tls-auth-clients", authClients);
    return RedisServer.start(ServerSettings.loopback(0), world -> TestNodes.node(world, config));
  }

  private static Jedis connect(RedisServer server, boolean withCertificate) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("redis", store.getCertificate("redis"));
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
    InetSocketAddress address = server.encryptedAddress().orElseThrow();
    return new Jedis(
        new HostAndPort("127.0.0.1", address.getPort()),
        DefaultJedisClientConfig.builder()
            .ssl(true)
            .sslSocketFactory(context.getSocketFactory())
            .build());
  }

  @Test
  void aClientWithACertificateIsServed() throws Exception {
    try (RedisServer server = serve("yes");
        Jedis jedis = connect(server, true)) {
      assertThat(jedis.set("user:1", "ada")).isEqualTo("OK");
      String large = "x".repeat(3_000_000);
      jedis.set("large", large);
      assertThat(jedis.get("large")).isEqualTo(large);
      InetSocketAddress open = server.address();
      try (Jedis plain = new Jedis(open.getHostString(), open.getPort())) {
        assertThat(plain.get("user:1")).isEqualTo("ada");
      }
    }
  }

  @Test
  void aClientWithoutOneIsRefusedUnlessItMayComeWithout() throws Exception {
    try (RedisServer server = serve("yes")) {
      assertThatThrownBy(
              () -> {
                try (Jedis jedis = connect(server, false)) {
                  jedis.ping();
                }
              })
          .isInstanceOf(JedisException.class);
    }
    for (String may : new String[] {"no", "optional"}) {
      try (RedisServer server = serve(may);
          Jedis jedis = connect(server, false)) {
        assertThat(jedis.ping()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void whatLacksIsSaid() {
    RedisConfig config = RedisConfig.standard().with("tls-port", "1");
    assertThatThrownBy(
            () ->
                RedisServer.start(
                    ServerSettings.loopback(0), world -> TestNodes.node(world, config)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No tls-cert-file configured!");
  }
}
