/** What a person declares of recorded runs, because their logs do not say it. */
package io.gradwatch.standalone.replay.declared;
