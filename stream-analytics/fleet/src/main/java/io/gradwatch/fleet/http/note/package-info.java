/** Routes of notes of people on runs. */
package io.gradwatch.fleet.http.note;
