package io.gradwatch.detection.sketch;

/**
 * Number that the judge looks at.
 *
 * @param name unique, kebab case
 */
public record Feature(String name) {}
