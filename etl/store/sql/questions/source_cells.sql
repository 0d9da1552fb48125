SELECT field, sheet, cell FROM source_cell WHERE version = $version
