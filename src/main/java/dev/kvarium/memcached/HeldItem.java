package dev.kvarium.memcached;

import dev.kvarium.base.Blob;

/**
 * An item that a read would find, looked at without reading it.
 *
 * @param slabClass the class whose lists it is on
 * @param list {@code hot}, {@code warm}, {@code cold} or {@code temp}
 * @param bytes with header, key and line end
 * @param ttlSeconds how long it has to live; -1 for ever
 * @param value without its line end
 */
public record HeldItem(int slabClass, String list, long bytes, long ttlSeconds, Blob value) {}
