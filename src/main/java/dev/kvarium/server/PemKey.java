package dev.kvarium.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A private key as OpenSSL writes it: {@code PRIVATE KEY}, {@code ENCRYPTED PRIVATE KEY}, and the
 * older {@code RSA PRIVATE KEY}, which is the inside of the first without what says that it is RSA.
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END");
  private static final byte[] RSA = {
    0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  private PemKey() {}

  static PrivateKey read(Path file, String password) throws IOException, GeneralSecurityException {
    Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException("Failed to load private key: " + file);
    }
    byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
    PKCS8EncodedKeySpec spec =
        switch (block.group(1)) {
          case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(bytes);
          case "ENCRYPTED PRIVATE KEY" -> decrypted(bytes, password);
          case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(wrapped(bytes));
          default ->
              throw new IOException(
                  "Failed to load private key: " + file + " (openssl pkcs8 -topk8 helps)");
        };
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException another) {
        continue;
      }
    }
    throw new IOException("Failed to load private key: " + file);
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] bytes, String password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
    AlgorithmParameters parameters = info.getAlgParameters();
    String algorithm = parameters == null ? info.getAlgName() : parameters.toString();
    SecretKeyFactory keys = SecretKeyFactory.getInstance(algorithm);
    Cipher cipher = Cipher.getInstance(algorithm);
    PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
    cipher.init(Cipher.DECRYPT_MODE, keys.generateSecret(secret), parameters);
    return info.getKeySpec(cipher);
  }

  /** SEQUENCE { 0, rsaEncryption, OCTET STRING { the key } }. */
  private static byte[] wrapped(byte[] key) {
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    inside.writeBytes(new byte[] {2, 1, 0});
    inside.writeBytes(RSA);
    put(inside, 4, key);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    put(whole, 0x30, inside.toByteArray());
    return whole.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
    } else {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
    }
    out.writeBytes(content);
  }
}
