import { join } from 'node:path';
import { checkout } from './checkout';

/** The real register of the demo: the Nobel Foundation's open data, one row a prize (data/README.md). */
export const nobelRegister = join(checkout, 'data', 'nobel-laureates.csv');

/** How its columns feed a profile. */
export const nobelColumns = [
  'id=externalId', 'firstname=givenName', 'surname=familyName', 'year=batchYear', 'category=department', 'name=company',
  'city=city', 'country=country',
]; // prettier-ignore
