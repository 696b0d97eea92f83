package dev.kvarium.lua;

/** A value of the host that a script can only hand on: {@code cjson.null}. */
public final class Userdata extends LuaObject {
  /** C's null pointer, which cjson uses for JSON's null. */
  public static final Userdata NULL = new Userdata();

  private Userdata() {
    super(0);
  }
}
