extension String {
    /// Letters to insert, remove or replace to turn this text into another one.
    ///
    /// Levenshtein's distance, row by row.
    ///
    /// - Parameter other: The text to arrive at.
    /// - Returns: The number of edits.
    package func editDistance(to other: String) -> Int {
        let letters = Array(other)
        var row = Array(0...letters.count)
        for (i, letter) in enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, target) in letters.enumerated() {
                let replaced = diagonal + (letter == target ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[letters.count]
    }
}
