extension Array {
    /// The element at a share of a sorted array, such as 0.5 for the median.
    ///
    /// - Parameter share: From 0 to 1.
    /// - Returns: One of the elements, without interpolation; nil where there is none.
    func quantile(_ share: Double) -> Element? {
        isEmpty ? nil : self[Int((Double(count - 1) * share).rounded())]
    }
}
