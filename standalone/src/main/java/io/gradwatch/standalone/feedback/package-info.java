/** {@code gradwatch feedback}: the votes of a team, and labelled runs made of them. */
package io.gradwatch.standalone.feedback;
