package dev.kvarium.redis;

/** The parameters that a node is started with, under Redis's names in camel case. */
public final class RedisConfig {
  public int databases = 16;
  public int hz = 10;
  public boolean appendonly;
  public String appendfsync = "everysec";
  public int port = 6379;

  /** The parameters as redis-server has them without a configuration file. */
  public static RedisConfig standard() {
    return new RedisConfig();
  }
}
