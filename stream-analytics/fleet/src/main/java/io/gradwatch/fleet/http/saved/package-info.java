/** Routes of saved views. */
package io.gradwatch.fleet.http.saved;
