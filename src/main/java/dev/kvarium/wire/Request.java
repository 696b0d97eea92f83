package dev.kvarium.wire;

/**
 * A command as a client sent it: its name and arguments.
 *
 * @param args the words, at least one; not changed after they were handed over
 */
public record Request(byte[][] args) {}
