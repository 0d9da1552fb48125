SELECT form, field, sheet, column_letter FROM source_column WHERE version = $version
