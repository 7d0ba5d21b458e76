/** Healthy synthetic curves by family: noise, schedules, logging habits. */
package io.gradwatch.detection.synthetic.family;
