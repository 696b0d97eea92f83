package dev.kvarium.lab;

import dev.kvarium.app.AppSettings;

/**
 * An application that is to be there.
 *
 * @param settings how it keeps entries
 * @param cache the node, ring or proxy that it asks first
 * @param database the database that it asks then
 * @param prefix of all its keys
 */
record AppPlan(String name, AppSettings settings, String cache, String database, String prefix) {}
