package dev.kvarium.server;

import dev.kvarium.redis.command.Settings;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * TLS as the parameters {@code tls-…} want it: the server's certificate and key, whose clients'
 * certificates are asked for and trusted, which versions are spoken.
 */
final class Tls {
  private final SslContext context;

  private Tls(SslContext context) {
    this.context = context;
  }

  /**
   * Reads certificates and keys.
   *
   * @throws IOException saying which parameter lacks or leads to no such thing
   */
  static Tls of(Settings settings) throws IOException {
    String certificate = settings.get("tls-cert-file");
    String key = settings.get("tls-key-file");
    if (certificate.isEmpty()) {
      throw new IOException("No tls-cert-file configured!");
    } else if (key.isEmpty()) {
      throw new IOException("No tls-key-file configured!");
    }
    ClientAuth clients =
        switch (settings.get("tls-auth-clients")) {
          case "no" -> ClientAuth.NONE;
          case "optional" -> ClientAuth.OPTIONAL;
          default -> ClientAuth.REQUIRE;
        };
    List<X509Certificate> trusted = trusted(settings);
    if (trusted.isEmpty() && clients != ClientAuth.NONE) {
      throw new IOException(
          "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster,"
              + " tls-replication or tls-auth-clients are enabled!");
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  PemKey.read(Path.of(key), settings.get("tls-key-file-pass")),
                  certificates(Path.of(certificate)).toArray(X509Certificate[]::new))
              .sslProvider(SslProvider.JDK)
              .clientAuth(clients)
              .protocols(protocols(settings.get("tls-protocols")))
              .sessionCacheSize(Long.parseLong(settings.get("tls-session-cache-size")))
              .sessionTimeout(Long.parseLong(settings.get("tls-session-cache-timeout")));
      String suites = settings.get("tls-ciphersuites");
      if (!suites.isEmpty()) {
        builder.ciphers(List.of(suites.split(":")));
      }
      if (!trusted.isEmpty()) {
        builder.trustManager(trusted.toArray(X509Certificate[]::new));
      }
      return new Tls(builder.build());
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException("Failed to configure TLS: " + unusable.getMessage(), unusable);
    }
  }

  private static List<String> protocols(String given) {
    return given.isEmpty()
        ? List.of("TLSv1.2", "TLSv1.3")
        : Arrays.asList(given.trim().split("\\s+"));
  }

  private static List<X509Certificate> trusted(Settings settings) throws IOException {
    List<X509Certificate> trusted = new ArrayList<>();
    String file = settings.get("tls-ca-cert-file");
    if (!file.isEmpty()) {
      trusted.addAll(certificates(Path.of(file)));
    }
    String folder = settings.get("tls-ca-cert-dir");
    if (!folder.isEmpty()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.{pem,crt}")) {
        for (Path each : files) {
          trusted.addAll(certificates(each));
        }
      }
    }
    return trusted;
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(in)) {
        certificates.add((X509Certificate) each);
      }
    } catch (GeneralSecurityException damaged) {
      throw new IOException("Failed to load certificate: " + file, damaged);
    }
    return certificates;
  }

  /** What encrypts and decrypts a connection; the first in its pipeline. */
  SslHandler handler(Channel channel) {
    return context.newHandler(channel.alloc());
  }
}
