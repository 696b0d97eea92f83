package dev.kvarium.server;

import dev.kvarium.world.Clock;
import dev.kvarium.world.Timers;

/** What a server lends to the node that it serves: the time as it is, and timers on its thread. */
public record LiveWorld(Clock clock, Timers timers) {}
