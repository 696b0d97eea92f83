/** Values and databases as bytes: what DUMP gives, RESTORE takes, and RDB files hold. */
@NullMarked
package dev.kvarium.redis.rdb;

import org.jspecify.annotations.NullMarked;
