/** Routes of silences and acknowledgements. */
package io.gradwatch.fleet.http.silence;
