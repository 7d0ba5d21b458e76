/**
 * One YAML file, every key also an environment variable. Components declare their keys as
 * {@link io.gradwatch.config.ConfigKey} constants and read them from a {@link io.gradwatch.config.ConfigSection}; what
 * nobody reads is unknown, and all problems are reported together.
 */
package io.gradwatch.config;
