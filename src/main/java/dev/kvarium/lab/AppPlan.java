package dev.kvarium.lab;

import dev.kvarium.app.AppSettings;

/**
 * An application that is to be there.
 *
 * @param settings how it keeps entries
 * @param cache the node, ring or proxy that it asks first
 * @param database the database that it asks then
 * @param objects the object store that holds its values; empty when the cache holds them
 * @param prefix of all its keys
 */
record AppPlan(
    String name,
    AppSettings settings,
    String cache,
    String database,
    String objects,
    String prefix) {}
