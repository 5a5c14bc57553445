// The register's own words for class and department.
document.querySelector('hc-alumni-search').strings = {
  placeholder: 'Name, institution, city…',
  searchLabel: 'Search laureates',
  facets: { batchYear: 'Year of prize', department: 'Category', company: 'Institution' },
  suggestionKinds: { person: 'Laureates', department: 'Categories', company: 'Institutions' },
  sorts: { '-batchYear': 'Newest prize' },
  people: (count, formatted) => (count === 1 ? '1 laureate' : `${formatted} laureates`),
  classOf: (year) => `Prize of ${year}`,
};
