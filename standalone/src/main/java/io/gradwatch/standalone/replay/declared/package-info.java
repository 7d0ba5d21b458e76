/** Declarations by a person of recorded runs, because their logs do not say these things. */
package io.gradwatch.standalone.replay.declared;
