import Foundation

/// A chart as SVG; colours and dashes come from the page's style.
struct ChartDrawing {
    /// In units of the drawing; on a page as wide as this a unit is a pixel.
    private static let (width, height) = (480.0, 250.0)
    private static let (top, bottom, right) = (24.0, 38.0, 24.0)
    /// Curves with at most so many points show each of them.
    private static let mostDots = 40

    private let chart: Chart
    private let vertical: AxisScale
    private let horizontal: AxisScale
    private let ticks: Ticks
    private let left: Double

    /// Lays out a chart.
    ///
    /// - Parameter chart: What is drawn.
    init(_ chart: Chart) {
        self.chart = chart
        vertical = chart.scale
        horizontal = AxisScale(kimg: chart.kimg)
        ticks = vertical.ticks
        // Room for the longest label, at about the width of a digit on a phone.
        left = max(34, 12 + 8.5 * Double(ticks.labels.map(\.count).max() ?? 0))
    }

    /// An element `svg` for a page.
    var text: String {
        let label = HTMLText.escaped("\(chart.title): \(chart.unit) over thousands of images")
        var text = "<svg viewBox=\"0 0 \(number(Self.width)) \(number(Self.height))\" role=\"img\""
        text += " aria-label=\"\(label)\">\n"
        text += axes()
        for mark in chart.marks { text += line(mark) }
        for curve in chart.curves { text += band(curve) }
        if let reference = chart.reference { text += line(reference) }
        for curve in chart.curves { text += line(curve) }
        for curve in chart.curves { text += mark(curve) }
        for curve in chart.curves { text += targets(curve) }
        return text + "</svg>"
    }

    private func axes() -> String {
        let (start, end) = (number(left), number(Self.width - Self.right))
        let floor = Self.height - Self.bottom
        let unit = chart.unit + (vertical.isLogarithmic ? ", logarithmic" : "")
        var text = "<text class=\"unit\" x=\"2\" y=\"13\">\(HTMLText.escaped(unit))</text>\n"
        for (value, label) in zip(ticks.values, ticks.labels) {
            let y = y(value)
            text += "<path class=\"grid\" d=\"M\(start) \(number(y))H\(end)\"/>"
            text += "<text class=\"y\" x=\"\(number(left - 6))\" y=\"\(number(y + 4))\">"
            text += "\(label)</text>\n"
        }
        text += "<path class=\"axis\" d=\"M\(start) \(number(floor))H\(end)\"/>\n"
        let places = horizontal.ticks
        for (value, label) in zip(places.values, places.labels) {
            let x = number(x(value))
            text += "<path class=\"axis\" d=\"M\(x) \(number(floor))v4\"/>"
            text += "<text class=\"x\" x=\"\(x)\" y=\"\(number(floor + 17))\">\(label)</text>\n"
        }
        text += "<text class=\"x\" x=\"\(number((left + Self.width - Self.right) / 2))\""
        return text + " y=\"\(number(Self.height - 4))\">kimg</text>\n"
    }

    /// Between the least and the largest value of each point.
    private func band(_ curve: Curve) -> String {
        curve.pieces.pieces.filter { $0.count > 1 && curve.pieces.isThinned }.map { piece in
            let upper = piece.map { place($0.x, $0.high) }
            let lower = piece.reversed().map { place($0.x, $0.low) }
            let corners = (upper + lower).joined(separator: "L")
            return "<path class=\"band \(curve.classes)\" d=\"M\(corners)Z\"/>\n"
        }.joined()
    }

    private func line(_ curve: Curve) -> String {
        let showsDots = curve.pieces.points.count <= Self.mostDots
        return curve.pieces.pieces.map { piece in
            let corners = piece.map { place($0.x, $0.y) }.joined(separator: "L")
            var text = "<path class=\"line \(curve.classes)\" d=\"M\(corners)\"/>\n"
            // A point between two gaps has no line.
            guard showsDots || piece.count == 1 else { return text }
            for point in piece {
                text += circle("dot \(curve.classes)", point.x, point.y, radius: 2.5) + "/>"
            }
            return text + "\n"
        }.joined()
    }

    private func line(_ reference: Chart.Reference) -> String {
        let y = y(reference.value)
        let (start, end) = (number(left), number(Self.width - Self.right))
        return "<path class=\"reference\" d=\"M\(start) \(number(y))H\(end)\"/>"
            + "<text x=\"\(number(left + 4))\" y=\"\(number(y - 4))\">"
            + "\(HTMLText.escaped(reference.label))</text>\n"
    }

    private func line(_ mark: Chart.Mark) -> String {
        guard AxisScale.isDrawable(mark.kimg) else { return "" }
        let (x, floor) = (x(mark.kimg), Self.height - Self.bottom)
        // Not where the reference has its label.
        let isLow = chart.reference.map { vertical.position($0.value) < 0.2 } ?? false
        let y = isLow ? Self.top + 12 : floor - 4
        return "<path class=\"stage\" d=\"M\(number(x)) \(number(Self.top))V\(number(floor))\"/>"
            + "<text class=\"stage\" x=\"\(number(x + 3))\" y=\"\(number(y))\">"
            + "\(HTMLText.escaped(mark.label))</text>\n"
    }

    private func mark(_ curve: Curve) -> String {
        guard let best = curve.best else { return "" }
        return circle("best \(curve.classes)", best.x, best.y, radius: 6) + "/>\n"
    }

    /// Invisible places that say their numbers to a pointer.
    private func targets(_ curve: Curve) -> String {
        let name = HTMLText.escaped(curve.name)
        return curve.pieces.points.map { point in
            var says = "\(name), \(NumberText.short(point.x)) kimg: \(NumberText.short(point.y))"
            if point.count > 1 {
                says += " (\(NumberText.short(point.low)) to \(NumberText.short(point.high)))"
            }
            return circle("t \(curve.classes)", point.x, point.y, radius: 5)
                + "><title>\(says)</title></circle>\n"
        }.joined()
    }

    private func circle(_ classes: String, _ x: Double, _ y: Double, radius: Double) -> String {
        "<circle class=\"\(classes)\" cx=\"\(number(self.x(x)))\" cy=\"\(number(self.y(y)))\""
            + " r=\"\(number(radius))\""
    }

    private func place(_ x: Double, _ y: Double) -> String {
        "\(number(self.x(x))) \(number(self.y(y)))"
    }

    private func x(_ value: Double) -> Double {
        left + horizontal.position(value) * (Self.width - Self.right - left)
    }

    private func y(_ value: Double) -> Double {
        let floor = Self.height - Self.bottom
        return floor - vertical.position(value) * (floor - Self.top)
    }

    /// A tenth of a pixel is finer than anybody sees.
    private func number(_ value: Double) -> String {
        // A broken file can place a point anywhere; far outside is not seen either.
        let tenths = Int((min(max(value, -1e5), 1e5) * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
