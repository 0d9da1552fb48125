SELECT * FROM tile ORDER BY tile_row, tile_column
