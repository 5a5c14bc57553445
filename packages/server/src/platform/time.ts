export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** So many times 24 hours before an instant. */
export function daysBefore(instant: Date, days: number): Date {
  return new Date(instant.getTime() - days * dayMs);
}

/** So many times 24 hours after an instant. */
export function daysAfter(instant: Date, days: number): Date {
  return daysBefore(instant, -days);
}
