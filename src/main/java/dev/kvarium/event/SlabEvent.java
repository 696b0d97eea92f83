package dev.kvarium.event;

/** What happened to the pages of a Memcached node. */
public sealed interface SlabEvent extends Event {
  /** A class took a page, numbered from 0, from the system or from the pool. */
  record PageTaken(int slabClass, int page, long mallocedBytes) implements SlabEvent {}

  /** The mover began to clear the first page of a class for another; class 0 is the pool. */
  record MoveBegun(int fromClass, int toClass, int page) implements SlabEvent {}

  /** A page changed its class; so many of its items were copied and so many thrown away. */
  record PageMoved(int fromClass, int toClass, int page, long rescued, long evicted)
      implements SlabEvent {}
}
