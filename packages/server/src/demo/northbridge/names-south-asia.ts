import type { NameGroup } from './name-group';
import { words } from './words';

const northIndian: NameGroup = {
  countries: ['India', 'United Kingdom', 'United States', 'Canada'],
  share: [2.5, 9],
  female:
    words(`Priya Anjali Pooja Neha Sunita Kavita Aishwarya Divya Shreya Riya Ananya Aditi Meera Nisha Rekha Sangeeta Swati Preeti Ritu Simran Harpreet
    Jasleen Kiran Tanvi Ishita Sneha Payal Madhuri Vidya Geeta`),
  male: words(`Rahul Amit Rajesh Sanjay Vikram Arjun Rohan Anil Sunil Vijay Ashok Deepak Manish Nikhil Aditya Karan Varun Siddharth Gaurav Abhishek Harish
    Suresh Gurpreet Manpreet Jaspreet Aarav Vivaan Ishaan Dev Rishi`),
  family:
    words(`Sharma Singh Kumar Patel Gupta Shah Verma Mehta Agarwal Jain Kaur Mishra Joshi Desai Chopra Malhotra Kapoor Banerjee Chatterjee Mukherjee
    Das Sen Ghosh Bose Roy Dutta Chakraborty Pandey Tiwari Yadav Chauhan Rathore Saxena Srivastava Bhatt Trivedi Dave Parekh Modi Thakur
    Bhatia Khanna Arora Sethi Anand Ahuja Gill Sandhu Dhillon Grewal Sidhu Bajwa Kulkarni Deshpande Patil Jadhav Pawar Shinde Gokhale Kelkar
    Apte Bhattacharya Ganguly Mitra Sarkar Biswas Mondal Nag Lal Prasad Sinha Tripathi Dubey Dwivedi Chaturvedi Shukla Bansal Goel Mittal
    Garg Singhal Goyal Khandelwal Maheshwari`),
  rare: {
    share: 0.12,
    starts: words(
      `Amb Bhand Chand Deor Dhar Gaik Ghor Har Jagt Kad Kal Kamb Khand Kol Lokh Mand Moh Nag Nimb Pand Raj Rand Sal Sat Sawr Tamb Vag Wagh`,
    ),
    ends: words(`are kar wad ekar alkar wal wani puria mare ande rao bole gude lia nani chandani`),
  },
};

const southIndian: NameGroup = {
  countries: ['India', 'United States', 'Singapore', 'Sri Lanka'],
  share: [1, 4],
  female: words(
    `Lakshmi Deepa Kavya Revathi Meenakshi Sowmya Aparna Gayathri Padma Janaki Sandhya Bhavani Nithya Anitha Dilini Chamari Sanduni`,
  ),
  male: words(
    `Venkatesh Karthik Srinivas Ramesh Krishnan Suresh Ganesh Arun Prakash Murali Balaji Sridhar Anand Naveen Kasun Nuwan Chaminda`,
  ),
  family:
    words(`Nair Menon Iyer Reddy Rao Pillai Krishnan Subramanian Raman Natarajan Venkataraman Srinivasan Ramachandran Balakrishnan
    Narayanan Murthy Naidu Gowda Shetty Hegde Bhat Iyengar Kurup Varghese Thomas George Mathew Jacob Chandran Swaminathan Perera Fernando
    de_Silva Silva Bandara Jayasuriya Wickramasinghe Gunawardena Rajapaksa Dissanayake Sivakumar Rajan Sundaram`),
  rare: {
    share: 0.25,
    starts:
      words(`Ananda Bala Chandra Dhana Gana Gopala Guna Hari Jaya Kalyana Karuna Krishna Kumara Maha Mani Nanda Padma Raja Rama Sada Sami
      Sankara Siva Soma Sri Sundara Swami Thanga Thiru Vasu Venkata Vijaya Wijaya`),
    ends: words(
      `krishnan nathan murthy raman rajan ratne sekaran swamy samy rao kumar chalam puram nayake singhe wardena ratnam velu lingam`,
    ),
  },
  mononym: 0.04,
};

const pakistaniAndBangladeshi: NameGroup = {
  countries: ['Pakistan', 'Bangladesh', 'United Kingdom'],
  share: [1.5, 4.5],
  female: words(
    `Ayesha Fatima Sana Hina Maryam Zainab Sadia Rabia Nadia Amina Bushra Farah Nasreen Tahmina Sharmin Nusrat Farzana Shaila`,
  ),
  male: words(
    `Muhammad Ali Ahmed Usman Bilal Imran Hamza Hassan Faisal Kamran Asif Zubair Shahid Tanvir Rafiq Arif Mahbub Shakib`,
  ),
  family:
    words(`Khan Ahmed Hussain Ali Malik Iqbal Shah Rahman Islam Hossain Chaudhry Qureshi Butt Mirza Sheikh Siddiqui Begum Akhtar Raja Javed
    Mahmood Aslam Rashid Anwar Bhatti Akram Nawaz Riaz Saeed Abbasi Miah Uddin Chowdhury Karim Haque Alam Sarker Bhuiyan Talukder Mollah
    Ansari Baig Gilani Hashmi Kazmi Naqvi Rizvi Zaidi Bukhari Farooqi Jatoi Khattak Yousafzai Afridi Durrani Orakzai`),
  double: { share: 0.1, joint: ' ' },
};

export const southAsia = [northIndian, southIndian, pakistaniAndBangladeshi];
