import ImageInspection

extension DataReport {
    /// What is on the contact sheet, which has no text.
    ///
    /// - Parameters:
    ///   - sheet: The sheet.
    ///   - file: Where it is.
    /// - Returns: A line for the sheet and one for each colour of a frame.
    func lines(about sheet: ContactSheet, in file: String) -> [String] {
        let shown = min(inspection.readable, ContactSheet.columns * ContactSheet.maximumRows)
        let above = "\(file): \(shown) of \(inspection.readable) images, in order and evenly spread"
        guard !sheet.suspects.isEmpty else { return [above + "."] }
        return ["\(above); below the line, from the top, framed in"]
            + sheet.suspects.map {
                "  " + $0.color.padding(toLength: 9, withPad: " ", startingAt: 0) + meaning(of: $0)
            }
    }

    private func meaning(of kind: Suspects.Kind) -> String {
        switch kind {
        case .exactDuplicates: "exact duplicates, two in a frame"
        case .nearDuplicates: "near duplicates, beside what they look like"
        case .darkest: "the darkest"
        case .brightest: "the brightest"
        case .rarerColor:
            inspection.colors.isGreyRarer ? "grey among coloured" : "coloured among grey"
        case .flat: "blank, or of low contrast"
        }
    }
}
