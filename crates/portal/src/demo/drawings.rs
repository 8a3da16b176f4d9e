//! The bytes of the demo's small files: a drawing as PNG and a page as PDF, made here so that nothing has to be carried along.

/// A PNG of the given size in pixels, in two colours: soft waves of ink over ground.
pub(super) fn png(width: u32, height: u32, ground: [u8; 3], ink: [u8; 3]) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits a pixel, indexed colours, and the only methods there are for compression, filter and interlacing.
    header.extend([8, 3, 0, 0, 0]);
    let palette: Vec<u8> = [ground, ink].concat();

    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0);
        pixels.extend((0..width).map(|x| u8::from(is_inked(x, y, width, height))));
    }

    let mut file = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"PLTE", &palette);
    chunk(&mut file, *b"IDAT", &stored(&pixels));
    chunk(&mut file, *b"IEND", &[]);
    file
}

/// Whether the pixel belongs to one of three waves.
fn is_inked(x: u32, y: u32, width: u32, height: u32) -> bool {
    (1..=3).any(|wave| {
        let turn = f64::from(x) / f64::from(width.max(1)) * std::f64::consts::TAU * f64::from(wave);
        let middle =
            f64::from(height) * f64::from(wave) / 4.0 + turn.sin() * f64::from(height) / 12.0;
        (f64::from(y) - middle).abs() < f64::from(height) / 28.0
    })
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or_default();
    file.extend(length.to_be_bytes());
    let begin = file.len();
    file.extend(name);
    file.extend(data);
    let check = crc32(&file[begin..]);
    file.extend(check.to_be_bytes());
}

/// A zlib stream that stores its bytes as they are: the files are small, and a compressor is not worth its weight here.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks = bytes.chunks(usize::from(u16::MAX));
    let count = blocks.len();
    for (at, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or_default();
        stream.push(u8::from(at + 1 == count));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler32(bytes).to_be_bytes());
    stream
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65521;
        (low, (high + low) % 65521)
    });
    high << 16 | low
}

fn crc32(bytes: &[u8]) -> u32 {
    let rest = bytes.iter().fold(u32::MAX, |rest, byte| {
        (0..8).fold(rest ^ u32::from(*byte), |rest, _| {
            if rest & 1 == 1 {
                rest >> 1 ^ 0xedb8_8320
            } else {
                rest >> 1
            }
        })
    });
    !rest
}

/// A PDF of one page: a title and lines under it. Characters outside ASCII show as `?`, for the page uses a built-in typeface.
pub(super) fn pdf(title: &str, lines: &[&str]) -> Vec<u8> {
    let mut page = format!("BT /F1 20 Tf 64 760 Td ({}) Tj ET\n", escaped(title));
    for (at, line) in lines.iter().enumerate() {
        let height = 716 - 20 * at;
        page += &format!("BT /F1 11 Tf 64 {height} Td ({}) Tj ET\n", escaped(line));
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|letter| match letter {
            '(' | ')' | '\\' => vec!['\\', letter],
            ' '..='~' => vec![letter],
            _ => vec!['?'],
        })
        .collect()
}
