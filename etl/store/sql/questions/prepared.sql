SELECT prepared_by, phone FROM version WHERE version = $version
